import type { Change, TokenTarget } from '../change';
import type { HardwareToken } from '../hardwareToken';
import { failed, type Delivery, type Means } from './delivery';
import { notBegun, type Unread } from './read';
import { readToken } from './tokenRead';

/** What a look at the token before a change brings. */
export type Inspection =
	/** The change can be made. */
	| { readonly kind: 'open'; readonly token: HardwareToken }
	/** Nothing is to be sent: it is done already, or must not be made. */
	| { readonly kind: 'decided'; readonly delivery: Delivery; readonly token?: HardwareToken };

/** Looks at a token before anything is sent. */
export async function inspect<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
): Promise<Inspection> {
	const read = await readToken(target, means);
	switch (read.kind) {
		case 'unread':
			return { kind: 'decided', delivery: notLookedUp(read) };
		case 'absent':
			return { kind: 'decided', delivery: absent(change, target) };
		case 'found':
			return seen(change, read.thing);
	}
}

function seen<T extends TokenTarget>(change: Change<T>, token: HardwareToken): Inspection {
	const standing = change.standing(token);
	if (standing === 'unchanged') return { kind: 'open', token };
	return { kind: 'decided', token, delivery: deliveryOf(change, token, standing) };
}

function deliveryOf<T extends TokenTarget>(
	change: Change<T>,
	token: HardwareToken,
	standing: Exclude<ReturnType<Change<T>['standing']>, 'unchanged'>,
): Delivery {
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

function absent<T extends TokenTarget>(change: Change<T>, { tokenSerialNumber }: T): Delivery {
	return change.isReachedByAbsence === true
		? done(change, { tokenSerialNumber })
		: failed({ cause: 'hardwareTokenUnknown' });
}

/** What the run kept back was not attempted at all. */
function notLookedUp(read: Unread): Delivery {
	const { refusal } = read;
	return refusal === undefined
		? failed(notBegun('lookUpFailed', read))
		: { kind: 'refused', refusal };
}

function done<T extends TokenTarget>(
	{ outcomeBefore }: Change<T>,
	state: Extract<Delivery, { kind: 'done' }>['state'],
): Delivery {
	return { kind: 'done', outcome: outcomeBefore, state, confirmedBy: 'readBack' };
}
