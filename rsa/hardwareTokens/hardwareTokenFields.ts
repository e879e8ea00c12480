import type { components } from '../../contract/rsa-cloud-administration.types';

type Schemas = components['schemas'];

/** Fields of a hardware token in RSA's look-up and in its lists, and whether the simplified output has them. */
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
