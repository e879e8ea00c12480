import type { Failure } from '../errors/failure';
import type { Client } from '../throttle/client';
import { applyChange } from './applyChange';
import type { Change, ChangeState } from './change';
import { failed, type ChangeResult } from './changeResult';
import { afterFailedLookUp } from './lookUp';
import { lookUpBefore } from './lookUpBefore';
import { repeatLookUp } from './repeatLookUp';

/**
 * Makes a change between two look-ups of its target. The second one must show the requested state: it is repeated for
 * some seconds until it does, or until the item's time is over if RSA does not answer it.
 */
export async function applyAndVerify(change: Change, client: Client): Promise<ChangeResult> {
	const before = await lookUpBefore(change, client);
	const { found } = before;
	if (before.kind === 'settled') return { ...before.result, before: found, after: found };
	const result = { ...(await applyChange({ ...change, readFirst: false }, client)), before: found };
	const lookUp = change.lookUp ?? change.inspect;
	if (result.kind !== 'done' || lookUp === undefined) return result;
	const occasion = { stage: 'verify', mayHaveBeenApplied: true } as const;
	const seen = await repeatLookUp(lookUp, occasion, client, { mustSettle: true });
	const after = seen.found ?? null;
	return seen.kind === 'done'
		? { ...result, after }
		: { ...failed(notVerified(seen)), before: found, after };
}

function notVerified(seen: Exclude<ChangeState, { kind: 'done' }>): Failure {
	const cause = 'notVerified';
	if (seen.kind !== 'unknown') return { cause, reason: 'it does not show the requested state' };
	const failure: Failure = { cause, reason: seen.reason };
	return seen.failed === undefined ? failure : afterFailedLookUp(seen.failed, failure);
}
