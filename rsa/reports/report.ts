import type { DeclaredRequests } from '../../contract/declared-requests';
import type { Failure } from '../errors/failure';

/** RSA's kinds of reports. */
export type ReportType = DeclaredRequests['generateReport']['path']['reportType'];

/** RSA's limits of both calls for a tenant, by its page of them. `interval` in ms. */
const limits = {
	generate: { interval: 8 * 3_600_000, inWords: 'it generates a report only once in 8 hours' },
	download: { interval: 15 * 60_000, inWords: 'it allows one download of a report in 15 minutes' },
} as const;

/**
 * The facts of a 429 to one of the two calls.
 *
 * @param retryAfter ms that RSA requests to wait; undefined if it does not say: then the whole interval counts
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
