import type { Cause } from '../errors/causeTexts';
import type { Client } from '../throttle/client';
import type { Change, ChangeState, State } from './change';
import { failed, type ChangeResult } from './changeResult';
import { notStarted } from './lookUp';

/** What a look-up before a change shows. */
type Before =
	/** The change can be made. */
	| {
			readonly kind: 'open';
			readonly found: State | null;
			/** Why RSA would refuse it, as far as is known: RSA has the last word. */
			readonly refusedAs?: Cause | undefined;
	  }
	/** Nothing is to be sent: it is done already, or must not be made. */
	| { readonly kind: 'settled'; readonly result: ChangeResult; readonly found: State | null };

/** Looks the target of a change up before anything is sent. */
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

/** A look-up that was not sent leaves the change not attempted at all. */
function notLookedUp({ reason, failed: lookUp }: Extract<ChangeState, { kind: 'unknown' }>) {
	if (lookUp === undefined) return failed({ cause: 'lookUpFailed', reason });
	return lookUp.error === undefined
		? failed(notStarted('lookUpFailed', lookUp))
		: ({ kind: 'blocked', error: lookUp.error } as const);
}
