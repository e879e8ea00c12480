import { expect } from '@jest/globals';

import { UserFacingError } from '../../rsa/values/userFacingError.ts';

/**
 * The refusal that an action throws, which must tell in whole sentences what to do next.
 *
 * @throws where it throws something else, or nothing
 */
export function refusalOf(action: () => unknown): UserFacingError {
	try {
		action();
	} catch (error) {
		return checked(error);
	}
	throw new Error('Nothing was refused');
}

/**
 * The refusal that a promise is rejected with, which must tell in whole sentences what to do next.
 *
 * @throws where it is rejected with something else, or not at all
 */
export async function rejectionOf(promise: Promise<unknown>): Promise<UserFacingError> {
	const nothing = Symbol();
	const outcome = await promise.then(
		() => nothing,
		(error: unknown) => error,
	);
	if (outcome === nothing) throw new Error('Nothing was refused');
	return checked(outcome);
}

function checked(error: unknown): UserFacingError {
	if (!(error instanceof UserFacingError)) throw error;
	expect(error.nextStep).toMatch(/^[A-Z].+\.$/s);
	return error;
}
