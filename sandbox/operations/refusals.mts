import { applicationError, type Answer } from '../answers.mts';
import type { HardwareToken, User } from '../directory.mts';

/** Something found, or RSA's refusal. */
export type Found = { readonly token: HardwareToken } | { readonly refusal: Answer };

/**
 * The preconditions that Clear PIN and Unassign share: 404 without the user or the hardware token,
 * 409 when the hardware token is nobody's or another user's (tables of codes on both RSA pages).
 *
 * @param userId as in the request's path
 * @param tokenSerialNumber as in the request's body
 * @param user the user with that ID
 * @param token the hardware token with that serial number
 * @returns the hardware token, or the refusal
 */
export function tokenOfUser(
	userId: string,
	tokenSerialNumber: string,
	user: User | undefined,
	token: HardwareToken | undefined,
): Found {
	if (!user) return { refusal: applicationError(404, `User ${userId} not found`) };
	if (!token) return { refusal: hardwareTokenNotFound(tokenSerialNumber) };
	if (token.userId?.toLowerCase() === user.userId.toLowerCase()) return { token };
	// Names the owner, as no page forbids: the product must not pass that on.
	const owner = token.userId === null ? 'nobody' : `user ${token.userId}`;
	const text = `Hardware token ${tokenSerialNumber} is assigned to ${owner}, not to user ${userId}`;
	return { refusal: applicationError(409, text) };
}

/**
 * @param tokenSerialNumber as in the request's body
 * @returns RSA's answer for a serial number that the tenant does not have
 */
export function hardwareTokenNotFound(tokenSerialNumber: string): Answer {
	return applicationError(404, `Hardware token ${tokenSerialNumber} not found`);
}
