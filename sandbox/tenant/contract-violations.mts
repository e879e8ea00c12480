import type { Mismatch } from './contract-operation.mts';

/** A request or an answer that is not what the contract says. */
export interface ContractViolation {
	/** Who broke the contract: the client with its request, or the sandbox with its answer. */
	readonly by: 'client' | 'sandbox';
	/** Method and path of the request. */
	readonly request: string;
	readonly mismatches: readonly Mismatch[];
}

/** The breaches of the contract that nobody has taken yet. */
export class ContractViolations {
	#untaken: ContractViolation[] = [];

	get untaken(): readonly ContractViolation[] {
		return this.#untaken;
	}

	/** Writes a breach down, unless there is nothing wrong. */
	record(by: ContractViolation['by'], request: string, mismatches: readonly Mismatch[]): void {
		if (mismatches.length > 0) this.#untaken.push({ by, request, mismatches });
	}

	/** @returns the breaches so far, which then count no more */
	take(): ContractViolation[] {
		return this.#untaken.splice(0);
	}

	/** @throws AggregateError with one error per breach, when there is any */
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
