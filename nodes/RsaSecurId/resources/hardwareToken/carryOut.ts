import type { IDataObject } from 'n8n-workflow';

import type { Change, TokenTarget } from '../../../../rsa/change';
import { deliver } from '../../../../rsa/delivery/deliver';
import { deliverVerified } from '../../../../rsa/delivery/deliverVerified';
import type { Delivery, Means } from '../../../../rsa/delivery/delivery';
import { dryRun } from '../../../../rsa/delivery/dryRun';
import { jsonObject, type JsonObject } from '../../../../rsa/jsonObject';
import { failedWith, refusedFor } from '../failing';
import type { Result } from '../operation';
import type { GivenOptions } from '../options';

/** How a change is to be made: really or only in words, and between two reads or not. */
export type Manner = 'plain' | 'verified' | 'dryRun';

/** The manner that an item's options ask for. A dry run has nothing to verify. */
export function mannerOf({ dryRun = false, verify = false }: GivenOptions): Manner {
	if (dryRun) return 'dryRun';
	return verify ? 'verified' : 'plain';
}

/** Makes a change of a hardware token in that manner. */
export async function carryOut<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	manner: Manner,
	means: Means,
): Promise<Result> {
	switch (manner) {
		case 'plain':
			return resultOf(change, target, await deliver(change, target, means));
		case 'verified':
			return await verified(change, target, means);
		case 'dryRun':
			return await planned(change, target, means);
	}
}

/**
 * Clears the PIN, then unassigns, if the PIN is cleared: RSA clears the PIN of assigned tokens only.
 *
 * @returns what unassigning came to, with what became of the PIN
 */
export async function carryOutAfter(
	clearPin: () => Promise<Result>,
	unassign: () => Promise<Result>,
): Promise<Result> {
	const cleared = await clearPin();
	if (cleared.kind === 'failed') return cleared;
	const unassigned = await unassign();
	const { outcome: pinOutcome } = cleared.json;
	if (unassigned.kind === 'done') {
		return { ...unassigned, json: { ...together(cleared.json, unassigned.json), pinOutcome } };
	}
	const { problem } = unassigned;
	const { message } = problem;
	return {
		kind: 'failed',
		problem: {
			...problem,
			message: pinOutcome === 'pinCleared' ? `${message}. Its PIN was cleared` : message,
			details: { ...problem.details, pinOutcome },
		},
	};
}

/** One item's `before` and `after` of two changes. Of a dry run, the token never was as after the first one. */
function together(first: IDataObject, second: IDataObject): IDataObject {
	if (second.after === undefined) return second;
	const pin = second.dryRun === true ? { pinSet: jsonObject(first.after)?.pinSet } : {};
	return { ...second, before: first.before, after: { ...jsonObject(second.after), ...pin } };
}

/** The item names its user and token at the top, so that it can be fed into the real run as it is. */
async function planned<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
): Promise<Result> {
	const plan = await dryRun(change, target, means);
	if (plan.kind !== 'planned')
		return withFacts(resultOf(change, target, plan), { ...target, dryRun: true });
	const { outcome, before, after = null } = plan;
	return {
		kind: 'done',
		json: { ...before, ...target, outcome, dryRun: true, before, after },
		about: target,
	};
}

async function verified<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
): Promise<Result> {
	const { delivery, before = null, after = null } = await deliverVerified(change, target, means);
	return withFacts(resultOf(change, target, delivery), { before, after, verified: true });
}

function withFacts(result: Result, facts: object): Result {
	return result.kind === 'done' ? { ...result, json: { ...result.json, ...facts } } : result;
}

/** What a change of a hardware token came to, as an item carries it. */
export function resultOf<T extends TokenTarget>(
	change: Change<T>,
	target: TokenTarget,
	delivery: Delivery,
	named: JsonObject = {},
): Result {
	const failed = { undertaking: change, target, named: { ...named, ...target } };
	switch (delivery.kind) {
		case 'done': {
			const { state, outcome, confirmedBy } = delivery;
			const { userId } = target;
			// The user whom the item is for, whether or not RSA's answer names them: Unassign's does not.
			const owner = userId === undefined ? {} : { userId };
			const json = { ...state, ...named, ...owner, outcome, ...(confirmedBy && { confirmedBy }) };
			return { kind: 'done', json, about: target };
		}
		case 'refused':
			return refusedFor(failed, delivery.refusal, delivery.isInDoubt);
		case 'failed':
			return failedWith(failed, delivery.failure);
	}
}
