import type { Change, TokenTarget } from '../change';
import { adviceFor, adviceOf } from '../failure';
import { failed, type Delivery, type Means } from './delivery';
import type { Unread } from './read';
import { readToken } from './tokenRead';

/**
 * Settles a change of a token whose user RSA does not know. A token in the asked state that is nobody's is a
 * success: a leaver's record may be gone when the same list runs again.
 *
 * @param named the user as an operator named them
 */
export async function settleWithoutUser(
	change: Change,
	target: TokenTarget,
	named: string,
	means: Means,
): Promise<Delivery> {
	const read = await readToken(target, means);
	if (read.kind === 'unread') return neitherFound(named, read);
	if (read.kind !== 'found' || read.thing.ownership !== 'nobodys') return userNotFound(named);
	const standing = change.standing(read.thing);
	if (standing === 'unassignedWithPin') return failed({ cause: standing, reason: named });
	if (standing !== 'reached' && standing !== 'reachedBefore') return userNotFound(named);
	const state = change.stateReadBack(read.thing);
	return { kind: 'done', outcome: change.outcomeBefore, state, confirmedBy: 'readBack' };
}

/** Another run may find the hardware token in the requested state: so it is told when, and what to do about that. */
function neitherFound(named: string, { failure, reason, refusal }: Unread): Delivery {
	const { retryAfter } = failure;
	const advice = `${adviceFor('userNotFound')} ${refusal?.nextStep ?? adviceOf(failure)}`;
	const both = `${named}, and the hardware token could not be looked up: ${reason}`;
	return failed({ cause: 'userNotFound', reason: both, advice, retryAfter });
}

function userNotFound(named: string): Delivery {
	return failed({ cause: 'userNotFound', reason: named });
}
