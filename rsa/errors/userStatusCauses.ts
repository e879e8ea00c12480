import type { Cause } from './errorTexts';
import { statusCodes } from '../http/statusCodes';

/** Causes of statuses that mean something else on RSA's pages of user calls, for look-ups and changes alike. */
export const userStatusCauses: Readonly<Record<number, Cause>> = {
	[statusCodes.badRequest]: 'invalidUserRequest',
	[statusCodes.methodNotAllowed]: 'managedOverScim',
	[statusCodes.conflict]: 'userConflict',
};
