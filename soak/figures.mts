import type { JournalEntry } from '../sandbox/tenant/tenant.mts';
import type { Blows } from './storm.mts';

/** The result of a soak. */
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
	/** Number of targets that were reported as unknown, by the text of the report. */
	readonly unknown: Readonly<Record<string, number>>;
	/** Requests that a fault hit, by kind. */
	readonly faults: Readonly<Record<string, number>>;
	readonly blows: Blows;
	/** Number of hardware tokens, devices, codes and users, by what was reported and what really happened. */
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
	/** Reports that are not true, and breaches of the contract. */
	readonly disagreements: readonly string[];
}

/** Status of an execution that did not start, because n8n was down. */
export const notStarted = 'not started';

/** @returns the number of times that each text occurs */
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

/** @returns whether all reports are true, and everything was done at the end */
export function isClean({ disagreements, targets }: SoakFigures): boolean {
	const { lost, sentTwice, notDoneAtTheEnd, changedByTheSecondRun } = targets;
	const bad = lost + sentTwice + notDoneAtTheEnd + changedByTheSecondRun + disagreements.length;
	return bad === 0;
}
