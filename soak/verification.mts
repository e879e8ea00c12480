import { isDeepStrictEqual } from 'node:util';

import type { JournalEntry, Tenant } from '../sandbox/tenant/tenant.mts';
import { claimsIn, type Claim, type Claims } from './reported-outcomes.mts';
import type { SoakExecution } from './executions.mts';
import { notStarted } from './figures.mts';
import type { Item } from './items.mts';
import type { Batch } from './load.mts';
import { keyOfRequest, madeOnce, PIN_CLEARED, type Target } from './targets.mts';

/** Failures after which the state of the target is unknown. */
const openCauses: ReadonlySet<string> = new Set(['stateUnknown', 'notVerified']);

/** Statuses of an execution that was cancelled, or cut short because n8n ended. */
const cutShort: ReadonlySet<string> = new Set(['canceled', 'crashed']);

/** What was reported of the targets of items, and whether it is true. */
export interface Verdict {
	/** Number of targets that were reported as done, as failed and as unknown, and of those not reported. */
	readonly done: number;
	readonly failed: number;
	readonly unknown: number;
	readonly missing: number;
	/** The texts of the unknown ones, without what is different in each. */
	readonly unknownBecause: readonly string[];
	/** Reports that are not true. */
	readonly disagreements: readonly string[];
}

/** The changes in a journal, by target. */
export class Changes {
	readonly #made = new Map<string, number>();
	/** Changes that were sent again after they were made. */
	readonly sentTwice: readonly string[];

	constructor(journal: readonly JournalEntry[]) {
		const sentTwice: string[] = [];
		for (const entry of journal) {
			const { operation, changed } = entry;
			const key = keyOfRequest(entry);
			if (key === undefined || operation === undefined) continue;
			const change = keyOf(key, operation);
			if (madeOnce.has(operation) && this.#made.has(change)) sentTwice.push(change);
			if (changed) this.#made.set(change, this.times(key, operation) + 1);
		}
		this.sentTwice = sentTwice;
	}

	/** Number of times that requests of an operation changed a target. */
	times(key: string, operation: string): number {
		return this.#made.get(keyOf(key, operation)) ?? 0;
	}
}

/** Compares what was reported of the items of a batch with the tenant. */
export class Verification {
	readonly #changes: Changes;
	readonly #tenant: Tenant;

	constructor(changes: Changes, tenant: Tenant) {
		this.#changes = changes;
		this.#tenant = tenant;
	}

	/** @param execution the batch's; undefined if n8n has not saved one */
	verdictOn(batch: Batch, execution: SoakExecution | undefined): Verdict {
		const claims = claimsIn(execution?.outputs ?? [], batch.items);
		const reported = batch.items.flatMap(({ own }) => own).map(({ key }) => claims.get(key)?.[0]);
		return {
			done: reported.filter((claim) => claim !== undefined && claim.cause === undefined).length,
			failed: reported.filter((claim) => claim?.cause !== undefined && !isOpen(claim)).length,
			unknown: reported.filter((claim) => claim !== undefined && isOpen(claim)).length,
			missing: reported.filter((claim) => claim === undefined).length,
			unknownBecause: reported
				.filter((claim) => claim !== undefined && isOpen(claim))
				.map(reasonIn),
			disagreements: [
				...disagreementsOnExecution(batch, execution),
				...reportedTwice(claims),
				...batch.items.flatMap((item) =>
					this.#disagreementsOn(item, claims, isFinished(execution)),
				),
			].map((what) => `${batch.items[0]?.work}, ${execution?.status ?? notStarted}: ${what}`),
		};
	}

	#disagreementsOn(item: Item, claims: Claims, isFinished: boolean): string[] {
		return [
			...item.own.flatMap((target) =>
				(claims.get(target.key) ?? [])
					.filter((claim) => !this.#isSo(target, claim))
					.map((claim) => `${this.#shown(target)}, but was reported as ${JSON.stringify(claim)}`),
			),
			...this.#disagreementsOnWrong(item, claims, isFinished),
		];
	}

	#isSo(
		{ key, change, outcome, clearsPinFirst = false, isReached }: Target,
		claim: Claim,
	): boolean {
		if (isOpen(claim)) return true;
		const times = this.#changes.times(key, change);
		const pinTimes = clearsPinFirst ? this.#changes.times(key, 'clearPin') : 0;
		if (claim.cause !== undefined)
			return times === 0 && pinTimes === (claim.pinOutcome === undefined ? 0 : 1);
		return (
			claim.outcome === outcome &&
			times === 1 &&
			isReached(this.#tenant) &&
			(!clearsPinFirst || (claim.pinOutcome === PIN_CLEARED && pinTimes === 1))
		);
	}

	#disagreementsOnWrong({ wrong }: Item, claims: Claims, isFinished: boolean): string[] {
		if (wrong === undefined) return [];
		const reported = claims.get(wrong) ?? [];
		const isRefused = reported.every(({ cause }) => cause !== undefined);
		return [
			...(changesOfTokens.some((operation) => this.#changes.times(wrong, operation) > 0)
				? [`${wrong} is someone else's or does not exist, but was changed`]
				: []),
			...(isRefused && !(isFinished && reported.length === 0)
				? []
				: [`${wrong} was not reported as failed`]),
		];
	}

	#shown({ key, change }: Target): string {
		const shown = [...new Set([change, 'clearPin'])].map(
			(operation) => `${operation} ${this.#changes.times(key, operation)} times`,
		);
		return `${key} was changed by ${shown.join(', ')}`;
	}
}

/** Whether an execution finished, so that it must have a report for each of its items. */
export function isFinished(execution: SoakExecution | undefined): boolean {
	return execution?.status === 'success';
}

/** The webhook must return what n8n has saved, and no complete response if the execution was cut short. */
function disagreementsOnExecution(
	{ response }: Batch,
	execution: SoakExecution | undefined,
): string[] {
	if (execution === undefined)
		return response?.status === 200
			? ['the webhook responded, but n8n has saved no execution']
			: [];
	if (!isFinished(execution))
		return cutShort.has(execution.status) ? [] : ['the execution failed as a whole'];
	const saved = execution.outputs.map(({ json }) => json);
	const isAsSaved = response === undefined || isDeepStrictEqual(response.data, saved);
	return isAsSaved ? [] : ['the response of the webhook differs from the saved output'];
}

function reportedTwice(claims: Claims): string[] {
	return [...claims]
		.filter(([, { length }]) => length > 1)
		.map(([key, { length }]) => `${key} was reported ${length} times`);
}

function isOpen({ cause }: Claim): boolean {
	return cause !== undefined && openCauses.has(cause);
}

/** The text of a claim, without what is different in each: names, user and item. */
function reasonIn(claim: Claim | undefined): string {
	return String(claim?.message)
		.replace(/ \[item \d+\]$/, '')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\S+@\S+|\d{6,}/g, '…');
}

const changesOfTokens = ['clearPin', 'unassign', 'disable'] as const;

function keyOf(key: string, operation: string): string {
	return `${key} ${operation}`;
}
