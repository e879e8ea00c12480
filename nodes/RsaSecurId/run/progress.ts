import type { ItemError, Result } from '../resources/result';

/** How far a run has come: what its items have come to so far. */
export class Progress {
	private readonly outcomes = new Map<string, number>();
	private done = 0;
	private failed = 0;
	private notAttempted = 0;
	/** Failed items since the last one that was done. */
	failuresInARow = 0;

	/** @param total items of the run */
	constructor(readonly total: number) {}

	/** Whether all items have come to their end. */
	get isComplete(): boolean {
		return this.waiting === 0;
	}

	private get waiting(): number {
		return this.total - this.done - this.failed - this.notAttempted;
	}

	/** An item has come to its end: with one result, or with one for each of a user's hardware tokens. */
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

	/** One line for the log of a run that is under way. */
	line(): string {
		return `RSA SecurID: ${this.done} done, ${this.failed} failed, ${this.waiting} waiting`;
	}

	/** What the items came to by their outcomes, for a person who looks at the node afterwards. */
	summary(): string {
		const parts = [...this.outcomes].map(([outcome, count]) => `${count} ${outcome}`);
		if (this.failed > 0) parts.push(`${this.failed} failed`);
		if (this.notAttempted > 0) parts.push(`${this.notAttempted} not attempted`);
		return `${this.total} items: ${parts.join(', ')}`;
	}

	/** The error at which a run stopped, with what that leaves behind. */
	addRemainder(error: ItemError): ItemError {
		if (this.total === 1) return error;
		const notAttempted = this.total - this.done - this.failed;
		const remainder = `Of ${this.total} items: ${this.done} done, ${this.failed} failed, ${notAttempted} not attempted. Running all of them again is safe: what is done is not done twice.`;
		return { ...error, nextStep: `${error.nextStep} ${remainder}` };
	}
}
