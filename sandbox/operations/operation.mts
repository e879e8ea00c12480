import type { Answer } from '../answers.mts';
import type { Directory } from '../directory.mts';

/** A request's parameters, after the contract has been checked. */
export interface Parameters {
	/** Empty for an operation without a user in its path. */
	readonly userId: string;
	readonly tokenSerialNumber: string;
}

/** What RSA's pages leave open, decided by the test. */
export interface OpenQuestions {
	/** Type of pinSet in the answer of Clear PIN: RSA's example has a string, its table a Boolean. */
	readonly pinSetAs: 'string' | 'boolean';
	/** Whether the lookup answers tokenState too, which RSA's lookup example does not show. */
	readonly lookupHasTokenState: boolean;
}

/** Carries a valid, authorized request out. */
export type Operation = (
	directory: Directory,
	parameters: Parameters,
	openQuestions: OpenQuestions,
) => Answer;
