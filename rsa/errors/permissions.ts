import type { Authentication } from '../http/response';

/** Where an administrator finds things in RSA's Cloud Administration Console (Accessing the Cloud Administration APIs). */
export const consolePage = {
	apiAccess: "RSA's Cloud Administration Console (Platform > API Access Management)",
	apiKeys:
		"RSA's Cloud Administration Console (Platform > API Access Management > Legacy API Keys)",
	oAuthClients:
		"RSA's Cloud Administration Console (Platform > API Access Management > OAuth Clients)",
} as const;

/** What a right takes (OAuth 2.0-Based Permissions for the Cloud Administration APIs, and the pages of the operations). */
interface Permission {
	/** Of an Administration API key. */
	readonly role: string;
	/** Of an OAuth client. */
	readonly scope: string;
	/** What the node does with it, after "needed to". */
	readonly operations: string;
}

const HELP_DESK = 'Help Desk Administrator or Super Administrator';
const SUPER = 'Super Administrator';

const permissionTable = {
	readHardwareTokens: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.sidtoken.read',
		operations:
			'get hardware tokens, read them back after doubtful answers, and test the credential',
	},
	changeHardwareTokens: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.sidtoken.manage',
		operations:
			'assign, enable, disable, rename and unassign hardware tokens, and clear their PINs',
	},
	deleteHardwareTokens: {
		role: SUPER,
		scope: 'rsa.authenticator.sidtoken.delete',
		operations: 'delete hardware tokens',
	},
	listAuthenticators: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.mobile.read',
		operations: "list a user's hardware tokens, choose one From List, and change all of a user",
	},
	readUsers: {
		role: HELP_DESK,
		scope: 'rsa.user.read',
		operations: 'choose a user From List, By Email or By Username, and get users',
	},
	changeUsers: {
		role: HELP_DESK,
		scope: 'rsa.user.manage',
		operations: 'enable and disable users',
	},
	markUsersDeleted: {
		role: HELP_DESK,
		scope: 'rsa.user.delete.soft',
		operations: 'mark users deleted, and restore them',
	},
	deleteUsers: { role: SUPER, scope: 'rsa.user.delete', operations: 'delete users' },
	synchronizeUsers: { role: HELP_DESK, scope: 'rsa.user.sync', operations: 'synchronize users' },
} satisfies Readonly<Record<string, Permission>>;

/** Which scope lets the node do what, best known first. */
export const scopes: ReadonlyArray<Omit<Permission, 'role'>> = Object.values(permissionTable);

/** What the node needs in its default form: hardware tokens, and the lists and look-ups to choose from. */
export const defaultScope = [
	permissionTable.readHardwareTokens,
	permissionTable.changeHardwareTokens,
	permissionTable.listAuthenticators,
	permissionTable.readUsers,
]
	.map(({ scope }) => scope)
	.join(' ');

/** What a credential cannot do without these scopes, as a sentence; empty if the node uses none of them. */
export function missingScopesInWords(missing: readonly string[]): string {
	const rows = scopes.filter(({ scope }) => missing.includes(scope));
	const parts = rows.map(
		({ operations, scope }) => `the scope ${scope} is needed to ${operations}`,
	);
	return parts.length === 0 ? '' : `T${parts.join('; ').slice(1)}.`;
}

const forApiKey = ({ role }: Permission) => `An Administration API key needs the role ${role}`;
const forOAuthClient = ({ scope }: Permission) => `n OAuth client needs the scope ${scope}.`;
const forBoth = (right: Permission) => `${forApiKey(right)}; a${forOAuthClient(right)}`;

/** The right that an API key or an OAuth client needs, as an operator reads it. */
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
} as const;

/** The same for the way in which the credential signs in, where that is known. */
export function permissionFor(right: string, authentication: Authentication | undefined): string {
	const row = Object.values(permissionTable).find((each) => forBoth(each) === right);
	if (row === undefined || authentication === undefined) return right;
	return authentication === 'oAuthClient'
		? `A${forOAuthClient(row)} Allow it for the client in ${consolePage.oAuthClients}, and add it to the Scope of the credential.`
		: `${forApiKey(row)}.`;
}

/** The same where an item failed: an API key's owner reads both, since a workflow may be given either. */
export function permissionForItem(
	right: string,
	authentication: Authentication | undefined,
): string {
	return authentication === 'oAuthClient' ? permissionFor(right, authentication) : right;
}
