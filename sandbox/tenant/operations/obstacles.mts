import { applicationError, type HttpResponse } from '../http-response.mts';
import type { User } from '../user.mts';

/** A state of a user that a change is not made in. */
export interface Obstacle<Request> {
	readonly status: 405 | 409;
	readonly stands: (user: User, request: Request) => boolean;
	readonly text: string;
}

/** RSA's page of Delete User Now. */
export const managedOverScim: Obstacle<unknown> = {
	status: 405,
	stands: ({ scimManaged }) => scimManaged,
	text: 'Method not allowed for users in the SCIM Managed identity sources.',
};

/**
 * @param obstacles the first that applies decides
 * @param user the user to change
 * @param request the request for the change
 * @returns undefined if there is none, else RSA's error response
 */
export function errorResponseFor<Request>(
	obstacles: ReadonlyArray<Obstacle<Request>>,
	user: User,
	request: Request,
): HttpResponse | undefined {
	const obstacle = obstacles.find(({ stands }) => stands(user, request));
	return obstacle && applicationError(obstacle.status, obstacle.text);
}
