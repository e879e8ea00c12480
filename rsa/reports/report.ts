import type { DeclaredRequests } from '../../contract/declared-requests';
import type { Failure } from '../errors/failure';

/** A report of RSA's. */
export type ReportType = DeclaredRequests['generateReport']['path']['reportType'];

/** What RSA's page of both calls says, per tenant. Times are in ms. */
const limits = {
	generate: { interval: 8 * 3_600_000, inWords: 'it generates a report only once in 8 hours' },
	download: { interval: 15 * 60_000, inWords: 'it allows one download of a report in 15 minutes' },
} as const;

/**
 * The facts of a 429 to one of the two calls.
 *
 * @param retryAfter ms that RSA asks to wait; if it does not say, the whole time between two such calls
 */
export function limitFacts(
	call: keyof typeof limits,
	retryAfter: number | undefined,
): Pick<Failure, 'reason' | 'retryAfter' | 'isOwnWait'> {
	const { interval, inWords: reason } = limits[call];
	return retryAfter === undefined
		? { reason, retryAfter: interval, isOwnWait: true }
		: { reason, retryAfter };
}
