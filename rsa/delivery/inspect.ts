import type { Change, TokenTarget } from '../hardwareTokens/tokenChange';
import type { HardwareToken } from '../hardwareTokens/hardwareToken';
import { failed, type ChangeResult, type Means } from './changeResult';
import { notStarted, type LookUpFailed } from './lookUp';
import { lookUpHardwareToken } from '../hardwareTokens/lookUpHardwareToken';

/** What a look at the token before a change brings. */
export type Inspection =
	/** The change can be made. */
	| { readonly kind: 'open'; readonly token: HardwareToken }
	/** Nothing is to be sent: it is done already, or must not be made. */
	| { readonly kind: 'decided'; readonly delivery: ChangeResult; readonly token?: HardwareToken };

/** Looks at a token before anything is sent. */
export async function inspect<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
): Promise<Inspection> {
	const read = await lookUpHardwareToken(target, means);
	switch (read.kind) {
		case 'unread':
			return { kind: 'decided', delivery: notLookedUp(read) };
		case 'absent':
			return { kind: 'decided', delivery: absent(change, target) };
		case 'found':
			return seen(change, read.value);
	}
}

function seen<T extends TokenTarget>(change: Change<T>, token: HardwareToken): Inspection {
	const standing = change.compare(token);
	if (standing === 'unchanged') return { kind: 'open', token };
	return { kind: 'decided', token, delivery: deliveryOf(change, token, standing) };
}

function deliveryOf<T extends TokenTarget>(
	change: Change<T>,
	token: HardwareToken,
	standing: Exclude<ReturnType<Change<T>['compare']>, 'unchanged'>,
): ChangeResult {
	switch (standing) {
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

function absent<T extends TokenTarget>(change: Change<T>, { tokenSerialNumber }: T): ChangeResult {
	return change.isReachedByAbsence === true
		? done(change, { tokenSerialNumber })
		: failed({ cause: 'hardwareTokenUnknown' });
}

/** What the run kept back was not attempted at all. */
function notLookedUp(read: LookUpFailed): ChangeResult {
	const { error } = read;
	return error === undefined
		? failed(notStarted('lookUpFailed', read))
		: { kind: 'blocked', error };
}

function done<T extends TokenTarget>(
	{ noopOutcome }: Change<T>,
	state: Extract<ChangeResult, { kind: 'done' }>['state'],
): ChangeResult {
	return { kind: 'done', outcome: noopOutcome, state, confirmedBy: 'readBack' };
}
