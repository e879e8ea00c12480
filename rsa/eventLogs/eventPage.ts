import { lookUp, type LookUpFailed } from '../delivery/lookUp';
import { requestTo } from '../http/endpoints';
import { statusCodes } from '../http/statusCodes';
import type { Client } from '../throttle/client';
import { jsonObject } from '../values/jsonObject';
import type { EventLog } from './eventLog';
import { parseEvent, type LogEvent } from './logEvent';

/** Events of a page: RSA's maximum, and its default. */
const LARGEST_PAGE = 100;

/** The time span of a request. Times in ms since 1970. RSA's defaults: from a day before its current time to that time. */
export interface EventWindow {
	/** Excluded. */
	readonly after?: number;
	/** Included. */
	readonly until?: number;
}

/** A page of the events of a window. The order of the events and pages is not relied on. */
export interface EventPage {
	readonly events: readonly LogEvent[];
	/** Number of entries that are no JSON objects. */
	readonly unreadable: number;
	readonly totalPages: number;
	/** Number of all events of the window; undefined if RSA does not say. */
	readonly totalElements: number | undefined;
	/** The server's time when it responded (`Date` header), in ms since 1970. */
	readonly serverTime: number;
}

/**
 * A page of a log: RSA's "User Event Log API" and "Cloud Administration Event Log API".
 *
 * @param pageNumber from 0
 */
export async function fetchEventPage(
	log: EventLog,
	{ after, until }: EventWindow,
	pageNumber: number,
	client: Client,
): Promise<{ readonly kind: 'found'; readonly value: EventPage } | LookUpFailed> {
	const result = await lookUp(
		{
			request: {
				...requestTo(log.endpoint, {
					query: {
						...(after !== undefined && { startTimeAfter: new Date(after).toISOString() }),
						...(until !== undefined && { endTimeOnOrBefore: new Date(until).toISOString() }),
						pageNumber,
						pageSize: LARGEST_PAGE,
					},
				}),
				hasLongNumbers: true,
			},
			permission: log.permission,
			causes: { [statusCodes.badRequest]: 'unexpectedStatus' },
			unclear: UNCLEAR,
			parse: (body: unknown, { headers }) => {
				const page = parsePage(body, log, pageNumber);
				return page && { ...page, serverTime: serverTimeIn(headers.date) };
			},
		},
		client,
	);
	if (result.kind === 'failed') return result;
	if (result.kind === 'found') {
		const { serverTime, ...page } = result.value;
		if (serverTime !== undefined) return { kind: 'found', value: { ...page, serverTime } };
		const failure = { cause: 'unclear', reason: NO_TIME, advice: NO_TIME_ADVICE } as const;
		return { kind: 'failed', failure, reason: NO_TIME };
	}
	const failure = {
		cause: 'unclear',
		status: statusCodes.notFound,
		reason: 'RSA does not know this event log',
	} as const;
	return { kind: 'failed', failure, reason: failure.reason };
}

const NO_TIME = "RSA's response has no readable 'Date' header, so RSA's time is not known";
/** This machine's clock is not used instead: if it was ahead of RSA's, later events would be missed. */
const NO_TIME_ADVICE =
	'RSA sends this header. Check whether a proxy between n8n and RSA removes it.';

const UNCLEAR = "RSA's response is not the requested page of the event log";

/** Undefined if it is not the requested page: the events of another page would count as all that there are. */
function parsePage(
	body: unknown,
	log: EventLog,
	pageNumber: number,
): Omit<EventPage, 'serverTime'> | undefined {
	const json = jsonObject(body);
	const entries: unknown = json?.[log.entries];
	if (json === undefined || !Array.isArray(entries)) return undefined;
	const { totalPages, totalElements, currentPage } = json;
	if (!isCount(totalPages)) return undefined;
	if (isGiven(totalElements) && !isCount(totalElements)) return undefined;
	if (isGiven(currentPage) && currentPage !== pageNumber) return undefined;
	// Each page has at least one entry, except for the only page of a window without events.
	if (isCount(totalElements) && totalPages > Math.max(1, totalElements)) return undefined;
	if (!isCount(totalElements) && totalPages === 0 && entries.length > 0) return undefined;
	const events = entries.map(parseEvent).filter((event) => event !== undefined);
	return {
		events,
		unreadable: entries.length - events.length,
		totalPages,
		totalElements: isCount(totalElements) ? totalElements : undefined,
	};
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}

function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function serverTimeIn(header: unknown): number | undefined {
	const at = typeof header === 'string' ? Date.parse(header) : Number.NaN;
	return Number.isNaN(at) ? undefined : at;
}
