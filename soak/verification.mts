import { isDeepStrictEqual } from 'node:util';

import type { JournalEntry, Tenant } from '../sandbox/tenant/tenant.mts';
import { claimsIn, type Claim, type Claims } from './claims.mts';
import type { SoakExecution } from './executions.mts';
import { notBegun } from './figures.mts';
import type { Item } from './items.mts';
import type { Batch } from './load.mts';
import { isReached, outcomesOfChanges, works, type Work } from './works.mts';

/** Failures that say that the state of the hardware token is open. */
const openCauses: ReadonlySet<string> = new Set(['stateUnknown', 'notVerified']);

/** How an execution ends that is cancelled, or that n8n's end cuts short. */
const cutShort: ReadonlySet<string> = new Set(['canceled', 'crashed']);

/** What became of the hardware tokens of items. */
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

/** What a journal shows of changes, by hardware token. */
export class Changes {
	readonly #made = new Map<string, number>();
	/** Changes that were sent again after they were made. */
	readonly sentTwice: readonly string[];

	constructor(journal: readonly JournalEntry[]) {
		const sentTwice: string[] = [];
		for (const { operation, body, changed } of journal) {
			const serialNumber = serialNumberIn(body);
			if (serialNumber === undefined || operation === undefined) continue;
			const key = keyOf(serialNumber, operation);
			if (isChange(operation) && this.#made.has(key)) sentTwice.push(key);
			if (changed) this.#made.set(key, this.times(serialNumber, operation) + 1);
		}
		this.sentTwice = sentTwice;
	}

	/** How often requests of an operation changed a hardware token. */
	times(serialNumber: string, operation: string): number {
		return this.#made.get(keyOf(serialNumber, operation)) ?? 0;
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
		const told = batch.items
			.flatMap(({ own }) => own)
			.map((serialNumber) => claims.get(serialNumber)?.[0]);
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
			...item.own.flatMap((serialNumber) =>
				(claims.get(serialNumber) ?? [])
					.filter((claim) => !this.#isSo(item, serialNumber, claim))
					.map((claim) => `${this.#shown(serialNumber)}, but was told: ${JSON.stringify(claim)}`),
			),
			...this.#disagreementsOnWrong(item, claims, isFinished),
		];
	}

	#isSo(item: Item, serialNumber: string, claim: Claim): boolean {
		if (isOpen(claim)) return true;
		const { operation, clearsPinFirst = false }: Work = works[item.work];
		const times = this.#changes.times(serialNumber, operation);
		const pinTimes = clearsPinFirst ? this.#changes.times(serialNumber, 'clearPin') : 0;
		if (claim.cause !== undefined)
			return times === 0 && pinTimes === (claim.pinOutcome === undefined ? 0 : 1);
		return (
			claim.outcome === outcomesOfChanges[operation] &&
			times === 1 &&
			isReached[operation](this.#tenant.hardwareToken(serialNumber)) &&
			(!clearsPinFirst || (claim.pinOutcome === outcomesOfChanges.clearPin && pinTimes === 1))
		);
	}

	#disagreementsOnWrong({ wrong }: Item, claims: Claims, isFinished: boolean): string[] {
		if (wrong === undefined) return [];
		const said = claims.get(wrong) ?? [];
		const isRefused = said.every(({ cause }) => cause !== undefined);
		return [
			...(changingOperations.some((operation) => this.#changes.times(wrong, operation) > 0)
				? [`${wrong} is somebody else's, and was changed`]
				: []),
			...(isRefused && !(isFinished && said.length === 0) ? [] : [`${wrong} was not refused`]),
		];
	}

	#shown(serialNumber: string): string {
		const shown = changingOperations.map(
			(operation) => `${operation} ${this.#changes.times(serialNumber, operation)} times`,
		);
		return `${serialNumber} was changed by ${shown.join(', ')}`;
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
		.map(([serialNumber, { length }]) => `${serialNumber} came out ${length} times`);
}

function isOpen({ cause }: Claim): boolean {
	return cause !== undefined && openCauses.has(cause);
}

/** What a claim says, without serial number, user and item. */
function reasonIn(claim: Claim | undefined): string {
	return String(claim?.message)
		.replace(/ \[item \d+\]$/, '')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\S+@\S+|\d{6,}/g, '…');
}

const changingOperations = Object.keys(outcomesOfChanges);

function isChange(operation: string): boolean {
	return changingOperations.includes(operation);
}

function serialNumberIn(body: unknown): string | undefined {
	if (typeof body !== 'object' || body === null || !('tokenSerialNumber' in body)) return undefined;
	return typeof body.tokenSerialNumber === 'string' ? body.tokenSerialNumber : undefined;
}

function keyOf(serialNumber: string, operation: string): string {
	return `${serialNumber} ${operation}`;
}
