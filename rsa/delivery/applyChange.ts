import { adviceOf, inPlaceOf, type Failure } from '../errors/failure';
import type { NotSent, SendResult } from '../http/response';
import type { Client } from '../throttle/client';
import type { UserFacingError } from '../values/userFacingError';
import type { Change, ChangeState, Occasion } from './change';
import { failureOf } from './changeFailure';
import { failed, type ChangeResult } from './changeResult';
import { lookUpBefore } from './lookUpBefore';
import { afterFailedLookUp, failureOfNotSent } from './lookUp';
import { repeatLookUp } from './repeatLookUp';
import { retryRuleFor, type RetryRule } from './retryPolicy';

/** The attempts so far. None of them is known to have made the change. */
interface Attempts {
	readonly kind: 'retry';
	/** What is known after them. */
	readonly failure: Failure;
	/** Whether one of them may have made the change. */
	readonly mayHaveBeenApplied: boolean;
	/** Whether one of them may have made it, and no look-up has shown since that it did not. */
	readonly isUnsettled: boolean;
}

/**
 * Makes one change: sends it, looks its target up if the response leaves open whether it was made, and sends it again if
 * it was not (docs/delivery.md), until it is done, has failed, or the item's time is over.
 */
export async function applyChange(change: Change, client: Client): Promise<ChangeResult> {
	if (change.readFirst === true) {
		const before = await lookUpBefore(change, client);
		if (before.kind === 'settled') return before.result;
	}
	let earlier: Attempts | undefined;
	for (let attempt = 1; ; attempt += 1) {
		const result = await client.send(change.request);
		const canRetry = attempt < client.maxAttempts;
		const next = await conclude({ change, client, earlier, canRetry }, result);
		if (next.kind !== 'retry') return next;
		if (!(await client.waitBeforeRetry(attempt - 1))) return failed(next.failure);
		earlier = next;
	}
}

/** One attempt, and what is known from earlier ones. */
interface Attempt {
	readonly change: Change;
	readonly client: Client;
	readonly earlier: Attempts | undefined;
	/** Whether another one may follow. */
	readonly canRetry: boolean;
}

async function conclude(
	attempt: Attempt,
	result: SendResult | NotSent,
): Promise<ChangeResult | Attempts> {
	const { change, earlier } = attempt;
	if (result.kind === 'notSent') return failed(earlier?.failure ?? failureOfNotSent(result));
	const mayHaveBeenApplied = earlier?.mayHaveBeenApplied === true;
	if (result.kind === 'blocked') {
		if (earlier?.isUnsettled === true) return failed(unsettledBy(result.error, earlier.failure));
		return { ...result, ...(mayHaveBeenApplied && { mayHaveBeenApplied }) };
	}
	const confirmation = result.kind === 'response' ? change.confirm(result.response) : undefined;
	if (confirmation === undefined) return await settle(attempt, failureOf(change, result));
	const isNoop = confirmation.isNoop === true && !mayHaveBeenApplied;
	const outcome = isNoop ? change.noopOutcome : change.outcome;
	return { kind: 'done', outcome, state: confirmation.state };
}

/** The failure if another attempt was not sent, and no look-up has shown whether an earlier one was applied. */
function unsettledBy({ nextStep }: UserFacingError, earlier: Failure): Failure {
	return { ...earlier, advice: `${adviceOf(earlier)} ${nextStep}` };
}

/** Decides about an attempt that RSA's response did not confirm: done, failed, or another attempt. */
async function settle(attempt: Attempt, failure: Failure): Promise<ChangeResult | Attempts> {
	const { change, canRetry, earlier } = attempt;
	const rule = retryRuleFor(failure.cause);
	const mayHaveBeenApplied = earlier?.mayHaveBeenApplied === true || rule.mayHaveBeenApplied;
	const occasion: Occasion = { stage: 'after', cause: failure.cause, mayHaveBeenApplied };
	const isRetried = canRetry && rule.retry !== 'never';
	const seen = await lookUpAfter(attempt, rule, occasion, isRetried);
	if (seen?.kind === 'done') return doneByLookUp(change, seen, mayHaveBeenApplied);
	if (seen?.kind === 'blocked') {
		return failed({ ...blockedFailure(seen, failure), isStateShown: mayHaveBeenApplied });
	}

	// RSA does not know the user any more, so no look-up can show whether an earlier attempt was applied.
	const isGone = rule.lookUp === 'never' && mayHaveBeenApplied;
	const isUnsettled = earlier?.isUnsettled === true || rule.mayHaveBeenApplied || isGone;
	const known = knownAfter(change, failure, seen, { mayHaveBeenApplied, isUnsettled });
	const isSafe = seen === undefined ? !isUnsettled : seen.kind === 'unchanged';
	const isRepeatable = change.isIdempotent === true && rule.retry === 'always';
	if (!isRetried || !(isSafe || isRepeatable)) return failed(known);
	const isStillUnsettled = isUnsettled && seen?.kind !== 'unchanged';
	return { kind: 'retry', failure: known, mayHaveBeenApplied, isUnsettled: isStillUnsettled };
}

/** @returns undefined if the target is not looked up */
async function lookUpAfter(
	{ change, client }: Attempt,
	rule: RetryRule,
	occasion: Occasion,
	isRetried: boolean,
): Promise<ChangeState | undefined> {
	if (change.lookUp === undefined || rule.lookUp === 'never') return undefined;
	if (rule.lookUp === 'ifApplied' && (isRetried || !occasion.mayHaveBeenApplied)) return undefined;
	const isRepeatable = change.isIdempotent === true && rule.retry === 'always';
	const isSentAnyway = isRetried && isRepeatable;
	if (isSentAnyway && change.isLookUpCostly === true) return undefined;
	return await repeatLookUp(change.lookUp, occasion, client, {
		isSentAgainIfUnchanged: isRetried && rule.retry === 'always',
		mustSettle: occasion.mayHaveBeenApplied && !isSentAnyway,
	});
}

function doneByLookUp(
	{ outcome, noopOutcome }: Change,
	{ state, isNoop }: Extract<ChangeState, { kind: 'done' }>,
	mayHaveBeenApplied: boolean,
): ChangeResult {
	const isOurs = mayHaveBeenApplied && isNoop !== true;
	return { kind: 'done', outcome: isOurs ? outcome : noopOutcome, state, confirmedBy: 'readBack' };
}

/** RSA's message is shown only if it cannot name another user. */
function blockedFailure(
	{ cause, quotesServer }: Extract<ChangeState, { kind: 'blocked' }>,
	failure: Failure,
): Failure {
	const serverMessage = quotesServer === true ? failure.serverMessage : undefined;
	return { ...failure, cause, reason: undefined, serverMessage };
}

/** The failure of a change that was not made, or of which that is not known. */
function knownAfter(
	change: Change,
	failure: Failure,
	seen: ChangeState | undefined,
	{ mayHaveBeenApplied, isUnsettled }: Pick<Attempts, 'mayHaveBeenApplied' | 'isUnsettled'>,
): Failure {
	const all = { ...failure, mayHaveBeenApplied };
	if (seen?.kind === 'unknown') {
		const known = inPlaceOf(all, change.unsettled(all, seen.reason, mayHaveBeenApplied));
		return seen.failed === undefined ? known : afterFailedLookUp(seen.failed, known);
	}
	const isOpen = seen === undefined && isUnsettled;
	return isOpen ? inPlaceOf(all, change.unsettled(all, undefined, true)) : all;
}
