import type { Change, TokenTarget } from '../change';
import { isNotAttempted, type Failure } from '../failure';
import type { HardwareToken } from '../hardwareToken';
import { failed, type Delivery, type Means } from './delivery';
import type { Unread } from './read';
import { readToken } from './tokenRead';

/**
 * Looks at the token before anything is sent: for changes that RSA would make where they must not be made.
 *
 * @returns how the change ended without being sent, or nothing where it may be sent
 */
export async function lookFirst<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
): Promise<Delivery | undefined> {
	const { tokenSerialNumber } = target;
	const read = await readToken(target, means);
	switch (read.kind) {
		case 'unread':
			if (read.refusal !== undefined) return { kind: 'refused', refusal: read.refusal };
			return failed(notLookedUp(read));
		case 'absent':
			return change.isReachedByAbsence
				? done(change, { tokenSerialNumber })
				: failed({ cause: 'hardwareTokenUnknown' });
		case 'found':
			return seen(change, read.thing);
	}
}

function seen<T extends TokenTarget>(
	change: Change<T>,
	token: HardwareToken,
): Delivery | undefined {
	const standing = change.standing(token);
	switch (standing) {
		case 'unchanged':
			return undefined;
		case 'reached':
		case 'reachedBefore':
			return done(change, change.stateReadBack(token));
		case 'somebodyElses':
			return failed({ cause: 'assignedToSomebodyElse' });
		case undefined:
			return failed({ cause: 'lookUpFailed', reason: "RSA's answer does not tell its state" });
		default:
			return failed({ cause: standing });
	}
}

/** What the run kept back was not attempted at all. */
function notLookedUp({ failure, reason }: Unread): Failure {
	return isNotAttempted(failure.cause) ? failure : { ...failure, cause: 'lookUpFailed', reason };
}

function done<T extends TokenTarget>(
	{ outcomeBefore }: Change<T>,
	state: Extract<Delivery, { kind: 'done' }>['state'],
): Delivery {
	return { kind: 'done', outcome: outcomeBefore, state, confirmedBy: 'readBack' };
}
