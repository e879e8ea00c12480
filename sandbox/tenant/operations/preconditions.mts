import { applicationError, type HttpResponse } from '../http-response.mts';
import { isSameUser, type Directory } from '../directory.mts';
import type { HardwareToken } from '../hardware-token.mts';
import type { User } from '../user.mts';

/** The value found, or RSA's error response. */
export type Found<Value> = Value | { readonly errorResponse: HttpResponse };

/** A request about one hardware token of one user. */
interface RequestForToken {
	readonly path: { readonly userId: string };
	readonly body: { readonly tokenSerialNumber: string };
}

/**
 * @param directory where to look
 * @param request names the user and the hardware token
 * @returns both, or 404 for the one that is not there
 */
export function userAndToken(
	directory: Directory,
	{ path: { userId }, body: { tokenSerialNumber } }: RequestForToken,
): Found<{ readonly user: User; readonly token: HardwareToken }> {
	const user = directory.user(userId);
	if (!user) return { errorResponse: userNotFound(userId) };
	const token = directory.hardwareToken(tokenSerialNumber);
	if (!token) return { errorResponse: hardwareTokenNotFound(tokenSerialNumber) };
	return { user, token };
}

/**
 * The preconditions of every change of an assigned hardware token: 404 without the user or
 * the hardware token, 409 when the hardware token is unassigned or another user's (tables of codes on
 * RSA's pages).
 *
 * @param directory where to look
 * @param request names the user and the hardware token
 * @returns the hardware token, or the error response
 */
export function tokenOfUser(
	directory: Directory,
	request: RequestForToken,
): Found<{ readonly token: HardwareToken }> {
	const found = userAndToken(directory, request);
	if ('errorResponse' in found) return found;
	const { user, token } = found;
	if (isSameUser(token.userId, user.userId)) return { token };
	const text = `${assignmentOf(token)}, not to user ${request.path.userId}`;
	return { errorResponse: applicationError(409, text) };
}

/**
 * @param token a hardware token
 * @returns whose it is, in words. They name the owner, as no page forbids: the product must not pass
 * that on.
 */
export function assignmentOf({ tokenSerialNumber, userId }: HardwareToken): string {
	const owner = userId === null ? 'nobody' : `user ${userId}`;
	return `Hardware token ${tokenSerialNumber} is assigned to ${owner}`;
}

/**
 * @param tokenSerialNumber as in the request's body
 * @returns RSA's response for a serial number that the tenant does not have
 */
export function hardwareTokenNotFound(tokenSerialNumber: string): HttpResponse {
	return applicationError(404, `Hardware token ${tokenSerialNumber} not found`);
}

/**
 * @param named the user ID, email address or user name of the request
 * @returns RSA's response for a user that the tenant does not have; an existing client has recorded it
 */
export function userNotFound(named: string): HttpResponse {
	return applicationError(404, `User ${named} not found`);
}
