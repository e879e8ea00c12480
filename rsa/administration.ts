/** Where an administrator finds things in RSA's Cloud Administration Console (Accessing the Cloud Administration APIs). */
export const consolePage = {
	apiAccess: "RSA's Cloud Administration Console (Platform > API Access Management)",
	apiKeys:
		"RSA's Cloud Administration Console (Platform > API Access Management > Legacy API Keys)",
	oAuthClients:
		"RSA's Cloud Administration Console (Platform > API Access Management > OAuth Clients)",
} as const;

/** The right that an API key or an OAuth client needs, as an operator reads it (OAuth 2.0-Based Permissions for the Cloud Administration APIs). */
export const rights = {
	changeHardwareTokens:
		'An Administration API key needs the role Help Desk Administrator or Super Administrator; an OAuth client needs the scope rsa.authenticator.sidtoken.manage.',
	readHardwareTokens:
		'An Administration API key needs the role Help Desk Administrator or Super Administrator; an OAuth client needs the scope rsa.authenticator.sidtoken.read.',
	deleteHardwareTokens:
		'An Administration API key needs the role Super Administrator; an OAuth client needs the scope rsa.authenticator.sidtoken.delete.',
	listAuthenticators:
		'An Administration API key needs the role Help Desk Administrator or Super Administrator; an OAuth client needs the scope rsa.authenticator.mobile.read.',
	changeUsers:
		'An Administration API key needs the role Help Desk Administrator or Super Administrator; an OAuth client needs the scope rsa.user.manage.',
	markUsersDeleted:
		'An Administration API key needs the role Help Desk Administrator or Super Administrator; an OAuth client needs the scope rsa.user.delete.soft.',
	deleteUsers:
		'An Administration API key needs the role Super Administrator; an OAuth client needs the scope rsa.user.delete.',
	synchronizeUsers:
		'An Administration API key needs the role Help Desk Administrator or Super Administrator; an OAuth client needs the scope rsa.user.sync.',
	readUsers:
		'An Administration API key needs the role Help Desk Administrator or Super Administrator; an OAuth client needs the scope rsa.user.read.',
} as const;
