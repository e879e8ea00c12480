import type { Client } from '../throttle/client';
import type { Change } from './change';
import type { ChangeResult } from './changeResult';
import { lookUpBefore } from './lookUpBefore';

/**
 * Says what a change would come to, and changes nothing: it looks the target up. What RSA would refuse for another
 * reason, such as a missing permission, only the change itself shows.
 */
export async function dryRun(change: Change, client: Client): Promise<ChangeResult> {
	const { expectedState, dryRunOutcome: outcome } = change;
	const before = await lookUpBefore(change, client);
	if (before.kind === 'open') {
		const state = before.found ?? {};
		const after = expectedState === undefined ? null : { ...state, ...expectedState };
		return { kind: 'done', outcome, state, before: state, after };
	}
	const { result } = before;
	return result.kind === 'done' ? { ...result, before: result.state, after: result.state } : result;
}
