// Generated from rsa-cloud-administration.openapi.yaml by `npm run types`.

/** Method and path of each operation of RSA's API, by the contract's `operationId`. */
export const endpointTable = {
	clearPin: { method: 'PATCH', path: '/v2/users/{userId}/sidTokens/clearPin' },
	unassign: { method: 'PATCH', path: '/v1/users/{userId}/sidTokens/unassign' },
	lookupHardwareToken: { method: 'POST', path: '/v1/sidTokens/lookup' },
	assign: { method: 'PATCH', path: '/v1/users/{userId}/sidTokens/assign' },
	enable: { method: 'PATCH', path: '/v1/users/{userId}/sidTokens/enable' },
	disable: { method: 'PATCH', path: '/v1/users/{userId}/sidTokens/disable' },
	rename: { method: 'PATCH', path: '/v1/users/{userId}/sidTokens/updateName' },
	deleteHardwareToken: { method: 'DELETE', path: '/v1/sidTokens/delete' },
	listAuthenticators: { method: 'GET', path: '/v2/users/{userId}/devices' },
	lookupUser: { method: 'POST', path: '/v1/users/lookup' },
	searchUsers: { method: 'POST', path: '/v2/users/search' },
	setUserStatus: { method: 'PUT', path: '/v1/users/{userId}/userStatus' },
	markUserDeleted: { method: 'PUT', path: '/v1/users/{userId}/markDeleted' },
	deleteUser: { method: 'DELETE', path: '/v1/users/{userId}' },
	synchronizeUser: { method: 'POST', path: '/v1/users/{userId}/sync' },
} as const;
