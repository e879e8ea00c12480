import type { Cause } from './causes';

/** The codes that mean something of their own on RSA's pages of users, look-ups and changes alike. */
export const userCauses: Readonly<Record<number, Cause>> = {
	400: 'invalidUserRequest',
	405: 'managedOverScim',
	409: 'userConflict',
};
