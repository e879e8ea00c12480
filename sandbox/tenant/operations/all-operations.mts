import type { DeclaredRequests } from '../../../contract/declared-requests.ts';
import type { HttpResponse } from '../http-response.mts';
import type { Directory } from '../directory.mts';
import { assign } from './assign.mts';
import { clearPin } from './clear-pin.mts';
import { deleteHardwareToken } from './delete-hardware-token.mts';
import { deleteRegisteredDevice } from './delete-registered-device.mts';
import { deleteUser } from './delete-user.mts';
import { disable } from './disable.mts';
import { disableEmergencyAccessCode } from './disable-emergency-access-code.mts';
import { disableDs100, enableDs100, lookupDs100 } from './ds100.mts';
import { enable } from './enable.mts';
import { exportAdministrationEventLog, exportUserEventLog } from './event-logs.mts';
import { disableFidoAuthenticator, enableFidoAuthenticator } from './fido-status.mts';
import { changeHighRiskUsers, listHighRiskUsers } from './high-risk-users.mts';
import { listAuthenticators } from './list-authenticators.mts';
import { lookupHardwareToken } from './lookup-hardware-token.mts';
import { lookupUser } from './lookup-user.mts';
import { markUserDeleted } from './mark-user-deleted.mts';
import type { OpenQuestions, Operation } from './operation.mts';
import { rename } from './rename.mts';
import { downloadReport, generateReport } from './reports.mts';
import { searchUsers } from './search-users.mts';
import { setUserStatus } from './set-user-status.mts';
import { synchronizeUser } from './synchronize-user.mts';
import { unassign } from './unassign.mts';

/** Every operation of the contract. */
export const allOperations: { readonly [Name in keyof DeclaredRequests]: Operation<Name> } = {
	assign,
	changeHighRiskUsers,
	clearPin,
	deleteHardwareToken,
	deleteRegisteredDevice,
	deleteUser,
	disable,
	disableDs100,
	disableEmergencyAccessCode,
	disableFidoAuthenticator,
	downloadReport,
	enable,
	enableDs100,
	enableFidoAuthenticator,
	exportAdministrationEventLog,
	exportUserEventLog,
	generateReport,
	listAuthenticators,
	listHighRiskUsers,
	lookupDs100,
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
