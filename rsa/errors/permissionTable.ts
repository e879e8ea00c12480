/** A permission (OAuth 2.0-Based Permissions for the Cloud Administration APIs, and the pages of the operations). */
export interface Permission {
	/** Role of an Administration API key. */
	readonly role: string;
	/** Scope of an OAuth client. */
	readonly scope: string;
	/** Operations of the node that need it, after "needed to". */
	readonly operations: string;
}

const HELP_DESK = 'Help Desk Administrator or Super Administrator';
const SUPER = 'Super Administrator';

/** What the node's requests need. */
export const permissionTable = {
	readHardwareTokens: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.sidtoken.read',
		operations:
			'get hardware tokens, read them back after an unclear response, and test the credential',
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
		operations:
			"list a user's authenticators, choose a hardware token From List, change all tokens of a user, and read authenticators back",
	},
	readUsers: {
		role: HELP_DESK,
		scope: 'rsa.user.read',
		operations:
			'choose a user From List, By Email or By Username, get users, and look them up for emergency access codes, Offboard, Dry Run and Verify',
	},
	changeUsers: {
		role: HELP_DESK,
		scope: 'rsa.user.manage',
		operations: 'enable and disable users',
	},
	markUsersDeleted: {
		role: HELP_DESK,
		scope: 'rsa.user.delete.soft',
		operations: 'mark users as deleted, and restore them',
	},
	deleteUsers: { role: SUPER, scope: 'rsa.user.delete', operations: 'delete users' },
	synchronizeUsers: { role: HELP_DESK, scope: 'rsa.user.sync', operations: 'synchronize users' },
	deleteDevices: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.mobile.delete',
		operations: 'delete registered devices',
	},
	changeFidoAuthenticators: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.fido.manage',
		operations: 'enable and disable FIDO authenticators',
	},
	readDs100s: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.ds100.read',
		operations: 'look a DS100 up before and after it is changed',
	},
	changeDs100s: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.ds100.manage',
		operations: 'enable and disable the OTP credential of a DS100',
	},
	disableEmergencyAccessCodes: {
		role: HELP_DESK,
		scope: 'rsa.authenticator.emergency.manage',
		operations: 'disable emergency access codes',
	},
	listHighRiskUsers: {
		role: SUPER,
		scope: 'rsa.user.risky.read',
		operations: 'list high-risk users, and read the list back',
	},
	changeHighRiskUsers: {
		role: SUPER,
		scope: 'rsa.user.risky.manage',
		operations: 'add and remove high-risk users',
	},
	readReports: {
		role: HELP_DESK,
		scope: 'rsa.report.read',
		operations: 'generate and download reports',
	},
	readUserEvents: {
		role: HELP_DESK,
		scope: 'rsa.audit.user',
		operations: 'start a workflow on user events',
	},
	readAdministrationEvents: {
		role: HELP_DESK,
		scope: 'rsa.audit.admin',
		operations: 'start a workflow on administration events',
	},
} satisfies Readonly<Record<string, Permission>>;
