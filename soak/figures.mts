import type { JournalEntry } from '../sandbox/tenant/tenant.mts';
import type { Blows } from './storm.mts';

/** What a soak came to. */
export interface SoakFigures {
	readonly date: string;
	readonly minutes: number;
	readonly seed: number;
	readonly n8n: string;
	readonly node: string;
	/** Executions by how they ended. */
	readonly executions: Readonly<Record<string, number>>;
	readonly items: number;
	readonly requests: number;
	/** Targets that were told as unknown, by what was said of them. */
	readonly unknown: Readonly<Record<string, number>>;
	/** Requests that a fault hit, by kind. */
	readonly faults: Readonly<Record<string, number>>;
	readonly blows: Blows;
	/** Hardware tokens, devices, codes and users: by what was said of them, and by what became of them. */
	readonly targets: {
		readonly total: number;
		readonly done: number;
		readonly failed: number;
		readonly unknown: number;
		readonly cutShort: number;
		readonly lost: number;
		readonly sentTwice: number;
		readonly notDoneAtTheEnd: number;
		readonly changedByTheSecondRun: number;
	};
	/** What was said that is not so; breaches of the contract. */
	readonly disagreements: readonly string[];
}

/** How an execution ended that n8n was not up for. */
export const notBegun = 'not begun';

/** @returns how often each text is there */
export function countsOf(texts: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
	return counts;
}

/** @returns how many requests each kind of fault hit */
export function faultsIn(
	requests: ReadonlyArray<Pick<JournalEntry, 'fault'>>,
): Record<string, number> {
	return countsOf(requests.flatMap(({ fault }) => fault ?? []));
}

/** @returns whether all that was said is so, and all was done at the end */
export function isClean({ disagreements, targets }: SoakFigures): boolean {
	const { lost, sentTwice, notDoneAtTheEnd, changedByTheSecondRun } = targets;
	const bad = lost + sentTwice + notDoneAtTheEnd + changedByTheSecondRun + disagreements.length;
	return bad === 0;
}
