import type { Cause } from './causeTexts';

/** Causes of statuses that mean something else on RSA's pages of user calls, for look-ups and changes alike. */
export const userStatusCauses: Readonly<Record<number, Cause>> = {
	400: 'invalidUserRequest',
	405: 'managedOverScim',
	409: 'userConflict',
};
