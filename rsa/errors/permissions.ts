import type { Authentication } from '../http/response';
import { permissionTable, type Permission } from './permissionTable';

/** Pages of RSA's Cloud Administration Console (Accessing the Cloud Administration APIs). */
export const consolePage = {
	apiAccess: "RSA's Cloud Administration Console (Platform > API Access Management)",
	apiKeys:
		"RSA's Cloud Administration Console (Platform > API Access Management > Legacy API Keys)",
	oAuthClients:
		"RSA's Cloud Administration Console (Platform > API Access Management > OAuth Clients)",
} as const;

/** Scopes and the operations of the node that need them, best known first. */
export const scopes: ReadonlyArray<Omit<Permission, 'role'>> = Object.values(permissionTable);

/** Scopes that the node needs by default: for hardware tokens, and the lists and look-ups to choose from. */
export const defaultScope = scopeOf(
	permissionTable.readHardwareTokens,
	permissionTable.changeHardwareTokens,
	permissionTable.listAuthenticators,
	permissionTable.readUsers,
);

/** Scopes to take everything from a leaver that the node can take, and to mark them as deleted. */
export const offboardingScope = scopeOf(
	permissionTable.readHardwareTokens,
	permissionTable.changeHardwareTokens,
	permissionTable.listAuthenticators,
	permissionTable.deleteDevices,
	permissionTable.changeFidoAuthenticators,
	permissionTable.readDs100s,
	permissionTable.changeDs100s,
	permissionTable.disableEmergencyAccessCodes,
	permissionTable.readUsers,
	permissionTable.changeUsers,
	permissionTable.markUsersDeleted,
);

/** The value of the credential's field Scope. */
function scopeOf(...rows: readonly Permission[]): string {
	return rows.map(({ scope }) => scope).join(' ');
}

/** The operations that need these scopes, as a sentence; empty if the node uses none of them. */
export function missingScopesInWords(missing: readonly string[]): string {
	const parts = scopes
		.filter(({ scope }) => missing.includes(scope))
		.map(({ operations, scope }) => `the scope ${scope} is needed to ${operations}`);
	return parts.length === 0 ? '' : `T${parts.join('; ').slice(1)}.`;
}

const forApiKey = ({ role }: Permission) => `An Administration API key needs the role ${role}`;
const forOAuthClient = ({ scope }: Permission) => `n OAuth client needs the scope ${scope}.`;
const forBoth = (permission: Permission) =>
	`${forApiKey(permission)}; a${forOAuthClient(permission)}`;

/** What an API key or an OAuth client needs for a permission, as a user reads it. */
export const permissions = {
	changeHardwareTokens: forBoth(permissionTable.changeHardwareTokens),
	readHardwareTokens: forBoth(permissionTable.readHardwareTokens),
	deleteHardwareTokens: forBoth(permissionTable.deleteHardwareTokens),
	listAuthenticators: forBoth(permissionTable.listAuthenticators),
	changeUsers: forBoth(permissionTable.changeUsers),
	markUsersDeleted: forBoth(permissionTable.markUsersDeleted),
	deleteUsers: forBoth(permissionTable.deleteUsers),
	synchronizeUsers: forBoth(permissionTable.synchronizeUsers),
	readUsers: forBoth(permissionTable.readUsers),
	deleteDevices: forBoth(permissionTable.deleteDevices),
	changeFidoAuthenticators: forBoth(permissionTable.changeFidoAuthenticators),
	readDs100s: forBoth(permissionTable.readDs100s),
	changeDs100s: forBoth(permissionTable.changeDs100s),
	disableEmergencyAccessCodes: forBoth(permissionTable.disableEmergencyAccessCodes),
	listHighRiskUsers: forBoth(permissionTable.listHighRiskUsers),
	changeHighRiskUsers: forBoth(permissionTable.changeHighRiskUsers),
	readReports: forBoth(permissionTable.readReports),
	readUserEvents: forBoth(permissionTable.readUserEvents),
	readAdministrationEvents: forBoth(permissionTable.readAdministrationEvents),
} as const;

/** The permission for the credential's authentication, with where to allow it; for both kinds if that is undefined. */
export function permissionFor(
	permission: string,
	authentication: Authentication | undefined,
): string {
	const row = Object.values(permissionTable).find((each) => forBoth(each) === permission);
	if (row === undefined || authentication === undefined) return permission;
	return authentication === 'oAuthClient'
		? `A${forOAuthClient(row)} Allow it for the client in ${consolePage.oAuthClients}, and add it to the Scope of the credential.`
		: `${forApiKey(row)}.`;
}

/** The same for an item that failed: for both kinds unless the credential is an OAuth client. */
export function permissionForItem(
	permission: string,
	authentication: Authentication | undefined,
): string {
	return authentication === 'oAuthClient' ? permissionFor(permission, authentication) : permission;
}
