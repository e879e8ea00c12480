import { failed, type ChangeResult } from '../delivery/changeResult';
import type { LookUpFailed } from '../delivery/lookUp';
import { adviceFor, adviceOf } from '../errors/failure';
import type { Client } from '../throttle/client';
import type { TokenTarget } from './hardwareToken';
import { lookUpHardwareToken } from './lookUpHardwareToken';
import type { TokenChange } from './tokenChange';

/**
 * Settles a change of a hardware token whose user RSA does not know. An unassigned token in the requested state is a
 * success: a leaver's record may be gone when the same list runs again.
 *
 * @param named the user as an operator named them
 */
export async function settleWithoutUser(
	change: TokenChange,
	target: TokenTarget,
	named: string,
	client: Client,
): Promise<ChangeResult> {
	const result = await lookUpHardwareToken(target, client);
	if (result.kind === 'failed') return neitherFound(named, result);
	const token = result.kind === 'found' ? result.value : undefined;
	const comparison = token?.owner === 'nobody' ? change.compare(token) : undefined;
	if (comparison === 'done' || comparison === 'doneBefore') {
		const state = (token && change.stateFrom?.(token)) ?? token?.state ?? {};
		return { kind: 'done', outcome: change.noopOutcome, state, confirmedBy: 'readBack' };
	}
	const cause = comparison === 'unassignedWithPin' ? comparison : 'userNotFound';
	return failed({ cause, reason: named });
}

/** Another run may find the hardware token in the requested state: so it says when, and what to do about that. */
function neitherFound(named: string, { failure, reason, error }: LookUpFailed): ChangeResult {
	const { retryAfter } = failure;
	const advice = `${adviceFor('userNotFound')} ${error?.nextStep ?? adviceOf(failure)}`;
	const both = `${named}, and the hardware token could not be looked up: ${reason}`;
	return failed({ cause: 'userNotFound', reason: both, advice, retryAfter });
}
