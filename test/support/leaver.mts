import type { Tenant } from '../../sandbox/tenant/tenant.mts';

/** A person with everything that an offboarding takes, and two hardware tokens. */
export interface Leaver {
	readonly userId: string;
	readonly email: string;
	readonly serialNumbers: readonly [string, string];
	/** RSA's IDs of the devices and of the FIDO authenticator. */
	readonly phone: string;
	readonly browser: string;
	readonly key: string;
	/** The serial number on the back of the DS100. */
	readonly ds100: string;
	/** RSA's ID of the emergency access code. */
	readonly code: string;
}

/** Each change of an offboarding that takes all of it, made once. */
export const changesOfOffboarding: readonly string[] = [
	'clearPin',
	'clearPin',
	'deleteRegisteredDevice',
	'deleteRegisteredDevice',
	'disableDs100',
	'disableEmergencyAccessCode',
	'disableFidoAuthenticator',
	'markUserDeleted',
	'setUserStatus',
	'unassign',
	'unassign',
];

/**
 * Adds a leaver to a tenant.
 *
 * @param number tells them from the others, 1 to 99999
 */
export function addLeaver(tenant: Tenant, number: number): Leaver {
	const digits = String(number).padStart(5, '0');
	const ids = {
		phone: `phone-${digits}`,
		browser: `browser-${digits}`,
		key: `key-${digits}`,
		ds100: `1401${digits}`,
		code: `00000000-0000-4000-8000-0000000${digits}`,
	};
	const { userId, emailAddress } = tenant.addUser({
		emailAddress: `leaver-${digits}@example.com`,
		emergencyAccessStatus: 'Enabled',
		emergencyTokencodeId: ids.code,
	});
	const serialNumbers = [`9100000${digits}`, `9200000${digits}`] as const;
	for (const tokenSerialNumber of serialNumbers) {
		tenant.addHardwareToken({ tokenSerialNumber, userId, pinSet: true });
	}
	tenant.addAuthenticator({ kind: 'mobile', id: ids.phone, userId });
	tenant.addAuthenticator({ kind: 'browser', id: ids.browser, userId });
	tenant.addAuthenticator({ kind: 'fido', id: ids.key, userId });
	tenant.addAuthenticator({
		kind: 'ds100',
		id: `ds100-${digits}`,
		userId,
		deviceSerialNumber: ids.ds100,
		tokenSerialNumber: `9300000${digits}`,
	});
	return { userId, email: emailAddress, serialNumbers, ...ids };
}

/** What a leaver can still sign in with, in words; empty once they are offboarded. */
export function leftTo({ userId, serialNumbers }: Leaver, tenant: Tenant): string[] {
	const user = tenant.user(userId);
	const isLeft: ReadonlyArray<readonly [string, boolean]> = [
		...serialNumbers.map((serialNumber) => {
			const token = tenant.hardwareToken(serialNumber);
			return [`hardware token ${serialNumber}`, token.userId !== null || token.pinSet] as const;
		}),
		...tenant
			.authenticatorsOf(userId)
			.map((each) => [`${each.kind} ${each.id}`, !isDisabled(each)] as const),
		['emergency access code', user.emergencyTokencodeId !== null],
		['user', user.userStatus !== 'Disabled' || !user.markDeleted],
	];
	return isLeft.flatMap(([name, left]) => (left ? [name] : []));
}

function isDisabled(authenticator: object): boolean {
	return (
		('status' in authenticator && authenticator.status === 'Disabled') ||
		('tokenStatus' in authenticator && authenticator.tokenStatus === 'Disabled')
	);
}

/** Operations that changed something of a leaver's, as the tenant's journal has them, sorted. */
export function changesOf({ userId }: Leaver, { journal }: Pick<Tenant, 'journal'>): string[] {
	return journal
		.filter(({ changed, path, body }) => changed && JSON.stringify([path, body]).includes(userId))
		.map(({ operation }) => String(operation))
		.sort();
}
