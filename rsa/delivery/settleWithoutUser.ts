import type { Change, TokenTarget } from '../hardwareTokens/tokenChange';
import { adviceFor, adviceOf } from '../errors/failure';
import { failed, type ChangeResult, type Means } from './changeResult';
import type { LookUpFailed } from './lookUp';
import { lookUpHardwareToken } from '../hardwareTokens/lookUpHardwareToken';

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
): Promise<ChangeResult> {
	const read = await lookUpHardwareToken(target, means);
	if (read.kind === 'unread') return neitherFound(named, read);
	if (read.kind !== 'found' || read.value.ownership !== 'nobodys') return userNotFound(named);
	const standing = change.compare(read.value);
	if (standing === 'unassignedWithPin') return failed({ cause: standing, reason: named });
	if (standing !== 'reached' && standing !== 'reachedBefore') return userNotFound(named);
	const state = change.stateReadBack(read.value);
	return { kind: 'done', outcome: change.noopOutcome, state, confirmedBy: 'readBack' };
}

/** Another run may find the hardware token in the requested state: so it is told when, and what to do about that. */
function neitherFound(named: string, { failure, reason, error }: LookUpFailed): ChangeResult {
	const { retryAfter } = failure;
	const advice = `${adviceFor('userNotFound')} ${error?.nextStep ?? adviceOf(failure)}`;
	const both = `${named}, and the hardware token could not be looked up: ${reason}`;
	return failed({ cause: 'userNotFound', reason: both, advice, retryAfter });
}

function userNotFound(named: string): ChangeResult {
	return failed({ cause: 'userNotFound', reason: named });
}
