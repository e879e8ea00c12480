import type { components } from '../../contract/rsa-cloud-administration.types';

/** Fields of the authenticators in RSA's list, and whether the simplified output has them. */
export const authenticatorFields = {
	id: 'simplified',
	name: 'simplified',
	deviceType: 'simplified',
	status: 'simplified',
	tokenSerialNumber: 'simplified',
	deviceSerialNumber: 'simplified',
	tokenStatus: 'simplified',
	pinSet: 'simplified',
	assignedAt: 'raw',
	assignedBy: 'raw',
	browser: 'raw',
	capabilities: 'raw',
	expiryDate: 'raw',
	registeredDate: 'raw',
	tokenState: 'raw',
	tokenStatusChangedAt: 'raw',
	tokenStatusChangedBy: 'raw',
	tokenStatusReason: 'raw',
	updatedAt: 'raw',
} as const satisfies Readonly<
	Record<
		// Every item has the user's ID, whatever output is chosen.
		Exclude<keyof components['schemas']['ListedAuthenticator'], 'userId'>,
		'simplified' | 'raw'
	>
>;
