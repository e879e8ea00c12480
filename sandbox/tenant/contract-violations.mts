import type { Mismatch } from './contract-operation.mts';

/** A request or a response that is not what the contract says. */
export interface ContractViolation {
	/** Who broke the contract: the client with its request, or the sandbox with its response. */
	readonly by: 'client' | 'sandbox';
	/** Method and path of the request. */
	readonly request: string;
	readonly mismatches: readonly Mismatch[];
}

/** The violations of the contract that no test has taken yet. */
export class ContractViolations {
	#untaken: ContractViolation[] = [];

	get untaken(): readonly ContractViolation[] {
		return this.#untaken;
	}

	/** Records a violation, if there are mismatches. */
	record(by: ContractViolation['by'], request: string, mismatches: readonly Mismatch[]): void {
		if (mismatches.length > 0) this.#untaken.push({ by, request, mismatches });
	}

	/** @returns the violations so far, which then no longer count */
	take(): ContractViolation[] {
		return this.#untaken.splice(0);
	}

	/** @throws AggregateError with one error for each violation, if there are any */
	assertNone(): void {
		const errors = this.take().map((violation) => new Error(textOf(violation)));
		if (errors.length === 0) return;
		const texts = errors.map(({ message }) => message).join('\n');
		throw new AggregateError(errors, `The contract was broken:\n${texts}`);
	}
}

function textOf({ by, request, mismatches }: ContractViolation): string {
	const reasons = mismatches.map(({ part, reason }) => `${part} ${reason}`).join('; ');
	return `by the ${by}, ${request}: ${reasons}`;
}
