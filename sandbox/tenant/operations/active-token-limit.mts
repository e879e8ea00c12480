import { applicationError, type HttpResponse } from '../http-response.mts';
import type { Directory } from '../directory.mts';

/** Active hardware tokens that a user may have (RSA's page on SecurID 700 hardware tokens). */
const MOST_ACTIVE = 5;

/**
 * @param directory where to look
 * @param userId who would get or use one more hardware token
 * @returns RSA's refusal where they have as many active ones as they may, else undefined. No page that was read has
 * its code, nor whether one that is enabled and not activated yet counts: both are assumed
 */
export function refusalOfOneMore(directory: Directory, userId: string): HttpResponse | undefined {
	const active = directory
		.hardwareTokensOf(userId)
		.filter(({ tokenStatus }) => tokenStatus === 'Enabled');
	return active.length < MOST_ACTIVE
		? undefined
		: applicationError(409, `User has ${active.length} active hardware tokens already`);
}
