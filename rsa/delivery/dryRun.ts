import type { Client } from '../throttle/client';
import type { Change, State } from './change';
import { failed, type ChangeResult } from './changeResult';
import { lookUpBefore } from './lookUpBefore';

/**
 * Says what a change would come to, and changes nothing: it looks the target up. What RSA would refuse for another
 * reason, such as a missing permission, only the change itself shows.
 */
export async function dryRun(change: Change, client: Client): Promise<ChangeResult> {
	const before = await lookUpBefore(change, client);
	if (before.kind === 'open') {
		const { found, refusedAs: cause } = before;
		if (cause !== undefined) return failed({ cause, ...change.detailsOf?.(cause) });
		return planned(change, found ?? {});
	}
	const { result } = before;
	return result.kind === 'done' ? { ...result, before: result.state, after: result.state } : result;
}

/** Without the state after it if no look-up could show that. */
function planned({ expectedState, ...change }: Change, before: State): ChangeResult {
	const plan = { kind: 'done', outcome: change.dryRunOutcome, state: before, before } as const;
	if (change.lookUp === undefined) return plan;
	return { ...plan, after: expectedState === undefined ? null : { ...before, ...expectedState } };
}
