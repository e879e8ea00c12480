import type { Client } from '../throttle/client';
import type { Change, State } from './change';
import { failed, type ChangeResult } from './changeResult';
import { lookUpBefore } from './lookUpBefore';

/**
 * The result that a change would have, by a look-up of its target. Changes nothing. Refusals for other reasons than the
 * target's state, such as a missing permission, show only when the change is made.
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

/** Without the state after the change if no look-up could show it. */
function planned({ expectedState, ...change }: Change, before: State): ChangeResult {
	const plan = { kind: 'done', outcome: change.dryRunOutcome, state: before, before } as const;
	if (change.lookUp === undefined) return plan;
	return { ...plan, after: expectedState === undefined ? null : { ...before, ...expectedState } };
}
