import { failed, type ChangeResult } from '../delivery/changeResult';
import type { LookUpFailed } from '../delivery/lookUp';
import { adviceFor, adviceOf } from '../errors/failure';
import type { Client } from '../throttle/client';
import type { TokenTarget } from './hardwareToken';
import { lookUpHardwareToken } from './lookUpHardwareToken';
import type { TokenChange } from './tokenChange';

/**
 * The result of a change of a hardware token whose user RSA does not know. Changes nothing. An unassigned token in the
 * requested state is a success: RSA may have deleted a leaver when the same list runs again.
 *
 * @param named the user as the item names them, such as "the email address ada@example.com"
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

/** The failure if the token could not be looked up either. It says when to try again: that may be a success. */
function neitherFound(named: string, { failure, reason, error }: LookUpFailed): ChangeResult {
	const { retryAfter } = failure;
	const advice = `${adviceFor('userNotFound')} ${error?.nextStep ?? adviceOf(failure)}`;
	const both = `${named}, and the hardware token could not be looked up: ${reason}`;
	return failed({ cause: 'userNotFound', reason: both, advice, retryAfter });
}
