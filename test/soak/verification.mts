import type { JournalEntry, Tenant } from '../../sandbox/tenant.mts';
import type { Claim } from './claims.mts';
import type { Item } from './items.mts';
import { isReached, outcomesOfChanges, works, type Work } from './works.mts';

/** Failures that say that the state of the hardware token is open. */
const openCauses: ReadonlySet<string> = new Set(['stateUnknown', 'notVerified']);

/** What became of one item and its hardware tokens. */
export interface Verdict {
	/** Of its hardware tokens: said to be done, to have failed, to be open, and not told of at all. */
	readonly done: number;
	readonly failed: number;
	readonly unknown: number;
	readonly untold: number;
	/** What was said that is not so. */
	readonly disagreements: readonly string[];
}

/** What a journal shows of changes, by hardware token. */
export class Changes {
	readonly #made = new Map<string, number>();
	/** Changes that were sent again, after they were made, without a look at the token between. */
	readonly sentTwice: readonly string[];

	constructor(journal: readonly JournalEntry[]) {
		const made = new Set<string>();
		const sentTwice: string[] = [];
		for (const entry of journal) {
			const serialNumber = serialNumberOf(entry);
			if (serialNumber === undefined || entry.operation === undefined) continue;
			if (entry.operation === 'lookupHardwareToken') forget(made, serialNumber);
			const key = keyOf(serialNumber, entry.operation);
			if (made.has(key)) sentTwice.push(key);
			if (!entry.changed) continue;
			made.add(key);
			this.#made.set(key, this.times(serialNumber, entry.operation) + 1);
		}
		this.sentTwice = sentTwice;
	}

	/** How often requests of an operation changed a hardware token. */
	times(serialNumber: string, operation: string): number {
		return this.#made.get(keyOf(serialNumber, operation)) ?? 0;
	}
}

/**
 * Holds what was said of an item against what the tenant knows.
 *
 * @param claims nothing where the item's workflow did not come to its end
 */
export function verdictOn(
	item: Item,
	claims: ReadonlyMap<string, Claim> | undefined,
	changes: Changes,
	tenant: Tenant,
): Verdict {
	const told = item.own.map((serialNumber) => ({ serialNumber, claim: claims?.get(serialNumber) }));
	return {
		done: told.filter(({ claim }) => claim !== undefined && claim.cause === undefined).length,
		failed: told.filter(({ claim }) => claim?.cause !== undefined && !isOpen(claim)).length,
		unknown: told.filter(({ claim }) => claim !== undefined && isOpen(claim)).length,
		untold: told.filter(({ claim }) => claim === undefined).length,
		disagreements: [
			...told.flatMap(({ serialNumber, claim }) =>
				claim === undefined ? [] : disagreementsOn(item, serialNumber, claim, changes, tenant),
			),
			...disagreementsOnWrong(item, claims, changes),
		].map((what) => `${item.work}: ${what}`),
	};
}

function isOpen({ cause }: Claim): boolean {
	return cause !== undefined && openCauses.has(cause);
}

function disagreementsOn(
	item: Item,
	serialNumber: string,
	claim: Claim,
	changes: Changes,
	tenant: Tenant,
): string[] {
	const { operation, clearsPinFirst = false }: Work = works[item.work];
	const times = changes.times(serialNumber, operation);
	const pinTimes = clearsPinFirst ? changes.times(serialNumber, 'clearPin') : 0;
	const said = `${serialNumber} ${JSON.stringify(claim)}`;
	if (claim.cause === undefined) {
		const isRight =
			claim.outcome === outcomesOfChanges[operation] &&
			times === 1 &&
			isReached[operation](tenant.hardwareToken(serialNumber)) &&
			(!clearsPinFirst || (claim.pinOutcome === outcomesOfChanges.clearPin && pinTimes === 1));
		return isRight ? [] : [`${said}, but the journal shows ${times} changes`];
	}
	if (isOpen(claim)) return [];
	const pinIsRight = claim.pinOutcome === undefined ? pinTimes === 0 : pinTimes === 1;
	return times === 0 && pinIsRight
		? []
		: [`${said}, but the journal shows ${times} changes, ${pinTimes} of its PIN`];
}

function disagreementsOnWrong(
	{ wrong }: Item,
	claims: ReadonlyMap<string, Claim> | undefined,
	changes: Changes,
): string[] {
	if (wrong === undefined) return [];
	const claim = claims?.get(wrong);
	const touched = ['clearPin', 'unassign', 'disable'].some(
		(operation) => changes.times(wrong, operation) > 0,
	);
	return [
		...(touched ? [`${wrong} is somebody else's, and was changed`] : []),
		...(claims !== undefined && claim?.cause === undefined ? [`${wrong} was not refused`] : []),
	];
}

function serialNumberOf({ body }: JournalEntry): string | undefined {
	if (typeof body !== 'object' || body === null || !('tokenSerialNumber' in body)) return undefined;
	return typeof body.tokenSerialNumber === 'string' ? body.tokenSerialNumber : undefined;
}

function keyOf(serialNumber: string, operation: string): string {
	return `${serialNumber} ${operation}`;
}

function forget(made: Set<string>, serialNumber: string): void {
	for (const operation of ['clearPin', 'unassign', 'disable'])
		made.delete(keyOf(serialNumber, operation));
}
