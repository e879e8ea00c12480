import { isDeepStrictEqual } from 'node:util';

import type { JournalEntry, Tenant } from '../sandbox/tenant/tenant.mts';
import { claimsIn, type Claim, type Claims } from './reported-outcomes.mts';
import type { SoakExecution } from './executions.mts';
import { notBegun } from './figures.mts';
import type { Item } from './items.mts';
import type { Batch } from './load.mts';
import { keyOfRequest, madeOnce, PIN_CLEARED, type Target } from './targets.mts';

/** Failures that say that the state of the target is open. */
const openCauses: ReadonlySet<string> = new Set(['stateUnknown', 'notVerified']);

/** How an execution ends that is cancelled, or that n8n's end cuts short. */
const cutShort: ReadonlySet<string> = new Set(['canceled', 'crashed']);

/** What became of the targets of items. */
export interface Verdict {
	/** Said to be done, to have failed, to be open, and not told of at all. */
	readonly done: number;
	readonly failed: number;
	readonly unknown: number;
	readonly untold: number;
	/** What the open ones say, without what is different in each. */
	readonly unknownBecause: readonly string[];
	/** What was said that is not so. */
	readonly disagreements: readonly string[];
}

/** What a journal shows of changes, by target. */
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

	/** How often requests of an operation changed a target. */
	times(key: string, operation: string): number {
		return this.#made.get(keyOf(key, operation)) ?? 0;
	}
}

/** Holds what was said of the items of a batch against what the tenant knows. */
export class Verification {
	readonly #changes: Changes;
	readonly #tenant: Tenant;

	constructor(changes: Changes, tenant: Tenant) {
		this.#changes = changes;
		this.#tenant = tenant;
	}

	/** @param execution the batch's; nothing where n8n has not saved one */
	verdictOn(batch: Batch, execution: SoakExecution | undefined): Verdict {
		const claims = claimsIn(execution?.outputs ?? [], batch.items);
		const told = batch.items.flatMap(({ own }) => own).map(({ key }) => claims.get(key)?.[0]);
		return {
			done: told.filter((claim) => claim !== undefined && claim.cause === undefined).length,
			failed: told.filter((claim) => claim?.cause !== undefined && !isOpen(claim)).length,
			unknown: told.filter((claim) => claim !== undefined && isOpen(claim)).length,
			untold: told.filter((claim) => claim === undefined).length,
			unknownBecause: told.filter((claim) => claim !== undefined && isOpen(claim)).map(reasonIn),
			disagreements: [
				...disagreementsOnExecution(batch, execution),
				...toldTwice(claims),
				...batch.items.flatMap((item) =>
					this.#disagreementsOn(item, claims, isFinished(execution)),
				),
			].map((what) => `${batch.items[0]?.work}, ${execution?.status ?? notBegun}: ${what}`),
		};
	}

	#disagreementsOn(item: Item, claims: Claims, isFinished: boolean): string[] {
		return [
			...item.own.flatMap((target) =>
				(claims.get(target.key) ?? [])
					.filter((claim) => !this.#isSo(target, claim))
					.map((claim) => `${this.#shown(target)}, but was told: ${JSON.stringify(claim)}`),
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
		const said = claims.get(wrong) ?? [];
		const isRefused = said.every(({ cause }) => cause !== undefined);
		return [
			...(changesOfTokens.some((operation) => this.#changes.times(wrong, operation) > 0)
				? [`${wrong} is somebody else's, and was changed`]
				: []),
			...(isRefused && !(isFinished && said.length === 0) ? [] : [`${wrong} was not refused`]),
		];
	}

	#shown({ key, change }: Target): string {
		const shown = [...new Set([change, 'clearPin'])].map(
			(operation) => `${operation} ${this.#changes.times(key, operation)} times`,
		);
		return `${key} was changed by ${shown.join(', ')}`;
	}
}

/** Whether an execution came to its end, so that each of its items has to be told of. */
export function isFinished(execution: SoakExecution | undefined): boolean {
	return execution?.status === 'success';
}

/** n8n has to answer what it has saved, and to answer nothing whole where it has cut an execution short. */
function disagreementsOnExecution(
	{ answer }: Batch,
	execution: SoakExecution | undefined,
): string[] {
	if (execution === undefined)
		return answer?.status === 200 ? ['was answered, and n8n knows nothing of it'] : [];
	if (!isFinished(execution))
		return cutShort.has(execution.status) ? [] : ['the execution failed as a whole'];
	const saved = execution.outputs.map(({ json }) => json);
	const isAnswered = answer === undefined || isDeepStrictEqual(answer.data, saved);
	return isAnswered ? [] : ['the webhook answered something else than what came out'];
}

function toldTwice(claims: Claims): string[] {
	return [...claims]
		.filter(([, { length }]) => length > 1)
		.map(([key, { length }]) => `${key} came out ${length} times`);
}

function isOpen({ cause }: Claim): boolean {
	return cause !== undefined && openCauses.has(cause);
}

/** What a claim says, without what is different in each: names, user and item. */
function reasonIn(claim: Claim | undefined): string {
	return String(claim?.message)
		.replace(/ \[item \d+\]$/, '')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\S+@\S+|\d{6,}/g, '…');
}

const changesOfTokens = ['clearPin', 'unassign', 'disable'] as const;

function keyOf(key: string, operation: string): string {
	return `${key} ${operation}`;
}
