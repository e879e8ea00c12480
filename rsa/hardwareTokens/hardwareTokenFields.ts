import type { components } from '../../contract/rsa-cloud-administration.types';

type Schemas = components['schemas'];

/** Fields that RSA's look-up of a hardware token shows, or its list of a user's, and whether the simplified output has them. */
export const hardwareTokenFields = {
	tokenSerialNumber: 'simplified',
	userId: 'simplified',
	name: 'simplified',
	deviceType: 'simplified',
	tokenState: 'simplified',
	tokenStatus: 'simplified',
	pinSet: 'simplified',
	assignedAt: 'simplified',
	expiryDate: 'simplified',
	assignedBy: 'raw',
	registeredDate: 'raw',
	tokenStatusChangedAt: 'raw',
	tokenStatusChangedBy: 'raw',
	updatedAt: 'raw',
} as const satisfies Readonly<
	Record<
		keyof Schemas['HardwareTokenDetails'] | keyof Schemas['ListedHardwareToken'],
		'simplified' | 'raw'
	>
>;
