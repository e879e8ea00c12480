import type { Change, Standing, Target } from '../change';
import { causeInWords, type Failure } from '../failure';
import type { HardwareToken } from '../hardwareToken';
import { failed, type Delivery, type Means } from './delivery';
import { stateUnknown, under, unquoted } from './failures';
import { readToken } from './tokenRead';

const PIN_NOT_TOLD = "RSA's answer does not tell whether a PIN is set";
const ABSENT = 'RSA knows no such hardware token';

/** What a change came to whose answer leaves the token's state open. */
interface Doubt {
	readonly change: Change;
	readonly failure: Failure;
	/** Whether this try or one before it may have made the change: a 409 to the only one did not. */
	readonly mayHaveChanged: boolean;
}

/**
 * Reads the token, and decides by its state how the change ended.
 *
 * @returns nothing where the token is the user's and as it was before
 */
export async function readBack(
	doubt: Doubt,
	target: Target,
	means: Means,
): Promise<Delivery | undefined> {
	const read = await readToken(target, means);
	switch (read.kind) {
		case 'unread':
			return failed(unread(doubt, read.reason));
		case 'absent':
			return failed(doubt.mayHaveChanged ? unread(doubt, ABSENT) : absent(doubt.failure));
		case 'token':
			return doubt.failure.cause === 'userOrHardwareTokenUnknown'
				? notFound(doubt, read.token)
				: settledBy(doubt, read.token);
	}
}

function settledBy(doubt: Doubt, token: HardwareToken): Delivery | undefined {
	const standing = doubt.change.standing(token);
	switch (standing) {
		case 'reached':
		case 'reachedBefore':
			return doneByRead(doubt, token, standing);
		case 'unchanged':
			return undefined;
		case 'unassignedWithPin':
			return failed(under('unassignedWithPin', doubt.failure));
		case 'somebodyElses':
			return failed(unquoted(under('assignedToSomebodyElse', doubt.failure)));
		case undefined:
			return failed(unread(doubt, PIN_NOT_TOLD));
	}
}

/**
 * A 404 is for the user or for the token (both pages), and the token can be looked up alone. A token in the
 * asked state is a success here too: a leaver's record may be gone when the same list runs again.
 */
function notFound(doubt: Doubt, token: HardwareToken): Delivery {
	const { change, failure } = doubt;
	const standing = change.standing(token);
	if (standing === 'reached' || standing === 'reachedBefore') {
		return doneByRead(doubt, token, standing);
	}
	switch (token.ownership) {
		case 'somebodyElses':
			return failed(unquoted(under('userUnknown', failure)));
		case 'nobodys':
			return failed(under('userUnknown', failure));
		case 'theirs':
			return failed({ ...failure, reason: 'it shows the user as its owner' });
	}
}

function doneByRead(
	{ change, mayHaveChanged }: Doubt,
	token: HardwareToken,
	standing: Extract<Standing, `reached${string}`>,
): Delivery {
	const isOurs = standing === 'reached' && mayHaveChanged;
	return {
		kind: 'done',
		outcome: isOurs ? change.outcome : change.outcomeBefore,
		state: change.stateReadBack(token),
		confirmedBy: 'readBack',
	};
}

/** What is not known after a read that gave nothing: less, where the change was not made for sure. */
function unread({ failure, mayHaveChanged }: Doubt, why: string): Failure {
	if (failure.cause === 'conflict') {
		const unexplained = unquoted(under('conflictUnexplained', failure, why));
		if (!mayHaveChanged) return unexplained;
		return under('stateUnknown', unexplained, causeInWords(unexplained));
	}
	return mayHaveChanged ? stateUnknown(failure, why) : { ...failure, reason: why };
}

function absent(failure: Failure): Failure {
	return unquoted(under('hardwareTokenUnknown', failure));
}
