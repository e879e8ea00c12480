type Step = () => Promise<void>;

/** Steps that stop and delete things at the end, however the end comes. */
export class CleanUp {
	readonly #failed: (error: unknown) => void;
	readonly #steps: Step[] = [];
	#running: Promise<void> | undefined;

	/** @param failed called with the error of a failed step; to throw it could hide why the end came */
	constructor(failed: (error: unknown) => void) {
		this.#failed = failed;
	}

	/** @param step done before the steps that were added earlier */
	add(step: Step): void {
		this.#steps.push(step);
	}

	/** Does every step once, also after one that failed; a second call waits for the first. */
	async run(): Promise<void> {
		this.#running ??= this.#runSteps();
		await this.#running;
	}

	async #runSteps(): Promise<void> {
		for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
			await step().catch(this.#failed);
		}
	}
}

/**
 * Cleans up and ends the process on a signal to end, such as Ctrl+C.
 *
 * @returns stops listening
 */
export function cleanUpOnSignals(cleanUp: CleanUp): () => void {
	const signals = ['SIGINT', 'SIGTERM'] as const;
	// Ctrl+C reaches every process of the terminal, and npm and tsx pass it on: it comes more than once.
	const end = () => {
		void cleanUp.run().finally(() => process.exit(130));
	};
	for (const signal of signals) process.on(signal, end);
	return () => {
		for (const signal of signals) process.off(signal, end);
	};
}
