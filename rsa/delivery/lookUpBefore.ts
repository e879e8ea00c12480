import type { Cause } from '../errors/errorTexts';
import type { Client } from '../throttle/client';
import type { Change, ChangeState, State } from './change';
import { failed, type ChangeResult } from './changeResult';
import { notStarted } from './lookUp';

/** The result of a look-up before a change. */
type Before =
	/** The change can be made. */
	| {
			readonly kind: 'open';
			readonly found: State | null;
			/** Why RSA would refuse it, as far as is known; only a dry run relies on it. */
			readonly refusedAs?: Cause | undefined;
	  }
	/** Nothing is sent: the change is done already, must not be made, or the look-up failed. */
	| { readonly kind: 'settled'; readonly result: ChangeResult; readonly found: State | null };

/** Looks the target of a change up before anything is sent for it. */
export async function lookUpBefore(change: Change, client: Client): Promise<Before> {
	const lookUp = change.lookUp ?? change.inspect;
	const seen = await lookUp?.(client, { stage: 'before', mayHaveBeenApplied: false });
	const found = seen?.found ?? null;
	if (seen === undefined) return { kind: 'open', found };
	return seen.kind === 'unchanged'
		? { kind: 'open', found, refusedAs: seen.refusedAs }
		: { kind: 'settled', found, result: resultOf(change, seen) };
}

function resultOf(
	{ noopOutcome }: Change,
	seen: Exclude<ChangeState, { kind: 'unchanged' }>,
): ChangeResult {
	switch (seen.kind) {
		case 'done':
			return { kind: 'done', outcome: noopOutcome, state: seen.state, confirmedBy: 'readBack' };
		case 'blocked':
			return failed({ cause: seen.cause });
		case 'unknown':
			return notLookedUp(seen);
	}
}

/** The result of a change that was not sent because the look-up before it failed. */
function notLookedUp({ reason, failed: lookUp }: Extract<ChangeState, { kind: 'unknown' }>) {
	if (lookUp === undefined) return failed({ cause: 'lookUpFailed', reason });
	return lookUp.error === undefined
		? failed(notStarted('lookUpFailed', lookUp))
		: ({ kind: 'blocked', error: lookUp.error } as const);
}
