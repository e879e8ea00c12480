import type { Authentication } from './reply';

/** Where an administrator finds things in RSA's Cloud Administration Console (Accessing the Cloud Administration APIs). */
export const consolePage = {
	apiAccess: "RSA's Cloud Administration Console (Platform > API Access Management)",
	apiKeys:
		"RSA's Cloud Administration Console (Platform > API Access Management > Legacy API Keys)",
	oAuthClients:
		"RSA's Cloud Administration Console (Platform > API Access Management > OAuth Clients)",
} as const;

/** What a right takes (OAuth 2.0-Based Permissions for the Cloud Administration APIs, and the pages of the operations). */
interface Right {
	/** Of an Administration API key. */
	readonly role: string;
	/** Of an OAuth client. */
	readonly scope: string;
	/** What the node does with it, as an operator reads it. */
	readonly operations: string;
}

const HELP_DESK = 'Help Desk Administrator or Super Administrator';
const SUPER = 'Super Administrator';

const takes = {
	readHardwareTokens: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.sidtoken.read',
		operations:
			'Get a hardware token, read one back after a doubtful answer, and test the credential',
	},
	changeHardwareTokens: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.sidtoken.manage',
		operations: 'Assign, Clear PIN, Disable, Enable, Rename and Unassign hardware tokens',
	},
	deleteHardwareTokens: {
		role: SUPER,
		scope: 'rsa.authenticator.sidtoken.delete',
		operations: 'Delete hardware tokens',
	},
	listAuthenticators: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.mobile.read',
		operations: "list a user's hardware tokens: Get Many, all tokens of a user, and From List",
	},
	readUsers: {
		role: HELP_DESK,
		scope: 'rsa.user.read',
		operations: 'choose a user From List, By Email or By Username, and Get users',
	},
	changeUsers: {
		role: HELP_DESK,
		scope: 'rsa.user.manage',
		operations: 'Disable and Enable users',
	},
	markUsersDeleted: {
		role: HELP_DESK,
		scope: 'rsa.user.delete.soft',
		operations: 'Mark Deleted and Restore users',
	},
	deleteUsers: { role: SUPER, scope: 'rsa.user.delete', operations: 'Delete users' },
	synchronizeUsers: { role: HELP_DESK, scope: 'rsa.user.sync', operations: 'Synchronize users' },
} satisfies Readonly<Record<string, Right>>;

/** Which scope lets the node do what, best known first. */
export const scopes: ReadonlyArray<Omit<Right, 'role'>> = Object.values(takes);

/** What the node needs in its default form: hardware tokens, and the lists and look-ups to choose from. */
export const defaultScope = [
	takes.readHardwareTokens,
	takes.changeHardwareTokens,
	takes.listAuthenticators,
	takes.readUsers,
]
	.map(({ scope }) => scope)
	.join(' ');

/** What a scope lets the node do; undefined for one that it does not use. */
export function operationsOf(scope: string): string | undefined {
	return scopes.find((row) => row.scope === scope)?.operations;
}

const forApiKey = ({ role }: Right) => `An Administration API key needs the role ${role}`;
const forOAuthClient = ({ scope }: Right) => `n OAuth client needs the scope ${scope}.`;
const forBoth = (right: Right) => `${forApiKey(right)}; a${forOAuthClient(right)}`;

/** The right that an API key or an OAuth client needs, as an operator reads it. */
export const rights = {
	changeHardwareTokens: forBoth(takes.changeHardwareTokens),
	readHardwareTokens: forBoth(takes.readHardwareTokens),
	deleteHardwareTokens: forBoth(takes.deleteHardwareTokens),
	listAuthenticators: forBoth(takes.listAuthenticators),
	changeUsers: forBoth(takes.changeUsers),
	markUsersDeleted: forBoth(takes.markUsersDeleted),
	deleteUsers: forBoth(takes.deleteUsers),
	synchronizeUsers: forBoth(takes.synchronizeUsers),
	readUsers: forBoth(takes.readUsers),
} as const;

/** The same for the way in which the credential signs in, where that is known. */
export function rightFor(right: string, authentication: Authentication | undefined): string {
	const row = Object.values(takes).find((each) => forBoth(each) === right);
	if (row === undefined || authentication === undefined) return right;
	return authentication === 'oAuthClient'
		? `A${forOAuthClient(row)} Allow it for the client in ${consolePage.oAuthClients}, and add it to the Scope of the credential.`
		: `${forApiKey(row)}.`;
}
