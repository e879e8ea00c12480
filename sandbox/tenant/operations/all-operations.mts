import type { DeclaredRequests } from '../../../contract/declared-requests.ts';
import type { HttpResponse } from '../http-response.mts';
import type { Directory } from '../directory.mts';
import { assign } from './assign.mts';
import { clearPin } from './clear-pin.mts';
import { deleteHardwareToken } from './delete-hardware-token.mts';
import { deleteUser } from './delete-user.mts';
import { disable } from './disable.mts';
import { enable } from './enable.mts';
import { listAuthenticators } from './list-authenticators.mts';
import { lookupHardwareToken } from './lookup-hardware-token.mts';
import { lookupUser } from './lookup-user.mts';
import { markUserDeleted } from './mark-user-deleted.mts';
import type { OpenQuestions, Operation } from './operation.mts';
import { rename } from './rename.mts';
import { searchUsers } from './search-users.mts';
import { setUserStatus } from './set-user-status.mts';
import { synchronizeUser } from './synchronize-user.mts';
import { unassign } from './unassign.mts';

/** Every operation of the contract. */
export const allOperations: { readonly [Name in keyof DeclaredRequests]: Operation<Name> } = {
	assign,
	clearPin,
	deleteHardwareToken,
	deleteUser,
	disable,
	enable,
	listAuthenticators,
	lookupHardwareToken,
	lookupUser,
	markUserDeleted,
	rename,
	searchUsers,
	setUserStatus,
	synchronizeUser,
	unassign,
};

/**
 * Executes a valid, authorized request.
 *
 * @param name which operation
 * @param request parameters and body
 * @param directory the users and hardware tokens that it reads and changes
 * @param openQuestions decisions on what RSA's pages leave open
 * @returns RSA's response
 */
export function execute<Name extends keyof DeclaredRequests>(
	name: Name,
	request: DeclaredRequests[Name],
	directory: Directory,
	openQuestions: OpenQuestions,
): HttpResponse {
	const operation: Operation<Name> = allOperations[name];
	return operation.execute(directory, request, openQuestions);
}
