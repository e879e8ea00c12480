import type { Change, Comparison, TokenTarget } from '../hardwareTokens/tokenChange';
import { causeInWords, type Failure } from '../errors/failure';
import type { HardwareToken } from '../hardwareTokens/hardwareToken';
import { failed, type ChangeResult, type Means } from './changeResult';
import { afterFailedLookUp } from './lookUp';
import { stateUnknown, under, unquoted } from './changeFailure';
import type { LookUpResult } from './lookUp';
import { repeatLookUp } from './repeatLookUp';
import { lookUpHardwareToken } from '../hardwareTokens/lookUpHardwareToken';

const STATE_NOT_TOLD = "RSA's answer does not show the state that the change is about";
const ABSENT = 'RSA knows no such hardware token';

/** What a change came to whose answer leaves the token's state open. */
interface Doubt<T extends TokenTarget> {
	readonly change: Change<T>;
	readonly failure: Failure;
	/** Whether this try or one before it may have made the change: a 409 to the only one did not. */
	readonly mayHaveChanged: boolean;
	/** How often the token is read again, at most, where the first read settles nothing. */
	readonly laterReads: number;
}

/**
 * Reads the token, and decides by its state how the change ended.
 *
 * @returns nothing where the token is the user's and as it was before
 */
export async function readBack<T extends TokenTarget>(
	doubt: Doubt<T>,
	target: T,
	means: Means,
): Promise<ChangeResult | undefined> {
	const read = await repeatLookUp(
		async () => await lookUpHardwareToken(target, means),
		(sight) => isSettled(doubt, sight),
		doubt.laterReads,
		means.courier,
	);
	switch (read.kind) {
		case 'unread':
			return failed(afterFailedLookUp(read, unread(doubt, read.reason)));
		case 'absent':
			return doubt.change.isReachedByAbsence ? gone(doubt, target) : notThere(doubt);
		case 'found':
			return doubt.failure.cause === 'userOrHardwareTokenUnknown'
				? notFound(doubt, read.value, target)
				: settledBy(doubt, read.value);
	}
}

/**
 * Whether what was read can be gone by. A token as before contradicts RSA's answer, also where that is a 409: a read
 * may lag behind a change. After a change that may have been made, so may all that does not show it.
 */
function isSettled<T extends TokenTarget>(
	{ change, mayHaveChanged }: Doubt<T>,
	read: LookUpResult<HardwareToken>,
): boolean {
	if (read.kind !== 'found') return true;
	const standing = change.compare(read.value);
	if (standing === 'unchanged') return false;
	return standing === 'reached' || standing === 'reachedBefore' || !mayHaveChanged;
}

function settledBy<T extends TokenTarget>(
	doubt: Doubt<T>,
	token: HardwareToken,
): ChangeResult | undefined {
	const standing = doubt.change.compare(token);
	switch (standing) {
		case 'reached':
		case 'reachedBefore':
			return doneByRead(doubt, token, standing);
		case 'unchanged':
			return undefined;
		case 'nameDiffers':
		case 'unassigned':
		case 'unassignedWithPin':
		case 'stillAssigned':
			return failed(unquoted(under(standing, doubt.failure)));
		case 'somebodyElses':
			return failed(unquoted(under('assignedToSomebodyElse', doubt.failure)));
		case undefined:
			return failed(unread(doubt, STATE_NOT_TOLD));
	}
}

/**
 * A 404 is for the user or for the token (both pages), and the token can be looked up alone. A token in the
 * asked state is a success here too: a leaver's record may be gone when the same list runs again.
 */
function notFound<T extends TokenTarget>(
	doubt: Doubt<T>,
	token: HardwareToken,
	{ userId }: T,
): ChangeResult {
	const { change, failure } = doubt;
	const standing = change.compare(token);
	if (standing === 'reached' || standing === 'reachedBefore') {
		return doneByRead(doubt, token, standing);
	}
	if (userId === undefined) return failed({ ...failure, reason: 'it shows the hardware token' });
	switch (token.ownership) {
		case 'somebodyElses':
			return failed(unquoted(under('userUnknown', failure)));
		case 'nobodys':
			return failed(under('userUnknown', failure));
		case 'theirs':
			return failed(under('ownerUnknown', failure));
	}
}

function doneByRead<T extends TokenTarget>(
	{ change, mayHaveChanged }: Doubt<T>,
	token: HardwareToken,
	standing: Extract<Comparison, `reached${string}`>,
): ChangeResult {
	const isOurs = standing === 'reached' && mayHaveChanged;
	return {
		kind: 'done',
		outcome: isOurs ? change.outcome : change.noopOutcome,
		state: change.stateReadBack(token),
		confirmedBy: 'readBack',
	};
}

/** What is not known after a read that gave nothing: less, where the change was not made for sure. */
function unread<T extends TokenTarget>(
	{ failure, mayHaveChanged }: Doubt<T>,
	why: string,
): Failure {
	if (failure.cause === 'conflict') {
		const unexplained = unquoted(under('conflictUnexplained', failure, why));
		if (!mayHaveChanged) return unexplained;
		return under('stateUnknown', unexplained, causeInWords(unexplained));
	}
	return mayHaveChanged ? stateUnknown(failure, why) : { ...failure, reason: why };
}

function notThere<T extends TokenTarget>(doubt: Doubt<T>): ChangeResult {
	const { failure, mayHaveChanged } = doubt;
	if (mayHaveChanged) return failed(unread(doubt, ABSENT));
	return failed(unquoted(under('hardwareTokenUnknown', failure)));
}

function gone<T extends TokenTarget>(
	{ change, mayHaveChanged }: Doubt<T>,
	{ tokenSerialNumber }: T,
): ChangeResult {
	const outcome = mayHaveChanged ? change.outcome : change.noopOutcome;
	return { kind: 'done', outcome, state: { tokenSerialNumber }, confirmedBy: 'readBack' };
}
