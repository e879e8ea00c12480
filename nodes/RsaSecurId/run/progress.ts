import type { ItemError, Result } from '../resources/result';

/** Counts of the items of a run by their results so far. */
export class Progress {
	private readonly outcomes = new Map<string, number>();
	private done = 0;
	private failed = 0;
	private notAttempted = 0;
	/** Number of failed items since the last one that succeeded. */
	failuresInARow = 0;

	/** @param total number of items of the run */
	constructor(readonly total: number) {}

	/** Whether all items have a result. */
	get isComplete(): boolean {
		return this.waiting === 0;
	}

	private get waiting(): number {
		return this.total - this.done - this.failed - this.notAttempted;
	}

	/** Counts an item. @param results its results, such as one for each hardware token of a user */
	count(results: readonly Result[]): void {
		for (const result of results) {
			if (result.kind === 'failed') continue;
			const outcome = String(result.json.outcome ?? 'read');
			this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
		}
		const failures = results.flatMap((result) => (result.kind === 'failed' ? [result.error] : []));
		if (failures.length === 0) {
			this.done += 1;
			this.failuresInARow = 0;
		} else if (failures.every(({ isNotAttempted }) => isNotAttempted)) {
			this.notAttempted += 1;
		} else {
			this.failed += 1;
			this.failuresInARow += 1;
		}
	}

	/** A line for n8n's log during a run. */
	line(): string {
		return `RSA SecurID: ${this.done} done, ${this.failed} failed, ${this.waiting} waiting`;
	}

	/** The number of items by outcome, for the hint that n8n shows after a run. */
	summary(): string {
		const parts = [...this.outcomes].map(([outcome, count]) => `${count} ${outcome}`);
		if (this.failed > 0) parts.push(`${this.failed} failed`);
		if (this.notAttempted > 0) parts.push(`${this.notAttempted} not attempted`);
		return `${this.total} items: ${parts.join(', ')}`;
	}

	/** The error at which a run stopped, with the numbers of items that were done, failed and not attempted. */
	addRemainder(error: ItemError): ItemError {
		if (this.total === 1) return error;
		const notAttempted = this.total - this.done - this.failed;
		const remainder = `Of ${this.total} items: ${this.done} done, ${this.failed} failed, ${notAttempted} not attempted. Running all of them again is safe: what is done is not done twice.`;
		return { ...error, nextStep: `${error.nextStep} ${remainder}` };
	}
}
