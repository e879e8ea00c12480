import type { Cause } from './causeTexts';

/** Causes by status that differ on RSA's pages of users, for look-ups and changes alike. */
export const userStatusCauses: Readonly<Record<number, Cause>> = {
	400: 'invalidUserRequest',
	405: 'managedOverScim',
	409: 'userConflict',
};
