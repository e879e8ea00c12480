import { expect } from '@jest/globals';

import { UserFacingError } from '../../rsa/values/userFacingError.ts';

/**
 * The error that an action throws, whose next step must be whole sentences.
 *
 * @throws if it throws another kind of error, or none
 */
export function errorOf(action: () => unknown): UserFacingError {
	try {
		action();
	} catch (error) {
		return checked(error);
	}
	throw new Error('No error was thrown');
}

/**
 * The error that a promise is rejected with, whose next step must be whole sentences.
 *
 * @throws if it is rejected with another kind of error, or fulfilled
 */
export async function rejectionOf(promise: Promise<unknown>): Promise<UserFacingError> {
	const nothing = Symbol();
	const outcome = await promise.then(
		() => nothing,
		(error: unknown) => error,
	);
	if (outcome === nothing) throw new Error('The promise was not rejected');
	return checked(outcome);
}

function checked(error: unknown): UserFacingError {
	if (!(error instanceof UserFacingError)) throw error;
	expect(error.nextStep).toMatch(/^[A-Z].+\.$/s);
	return error;
}
