import { lookUp, type LookUpFailed } from '../delivery/lookUp';
import { requestTo } from '../http/endpoints';
import type { HttpResponse } from '../http/response';
import type { Client } from '../throttle/client';
import { jsonObject } from '../values/jsonObject';
import type { EventLog } from './eventLog';
import { parseEvent, type LogEvent } from './logEvent';

/** The most that RSA gives at once, and its default. */
const LARGEST_PAGE = 100;

/** Times in ms since 1970. RSA has defaults: a day before its current time, and that time. */
export interface EventWindow {
	readonly after?: number;
	/** Included. */
	readonly until?: number;
}

/** Some of the events of a window, in an order that is not relied on. */
export interface EventPage {
	readonly events: readonly LogEvent[];
	/** Entries that are no JSON objects. */
	readonly unreadable: number;
	readonly totalPages: number;
	/** All events of the window; undefined if RSA does not say. */
	readonly totalElements: number | undefined;
	/** The server's clock when it answered, in ms; undefined if it does not say. */
	readonly serverTime: number | undefined;
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
			causes: { 400: 'unexpectedStatus' },
			unclear: UNCLEAR,
			parse: (body: unknown, response) => parsePage(body, response, log, pageNumber),
		},
		client,
	);
	if (result.kind !== 'absent') return result;
	const failure = { cause: 'unclear', status: 404, reason: 'RSA does not know the log' } as const;
	return { kind: 'failed', failure, reason: failure.reason };
}

const UNCLEAR = "RSA's answer is not the page of the event log that was requested";

/** A page that is not the requested one is none: its events would be taken for all that there are. */
function parsePage(
	body: unknown,
	{ headers }: HttpResponse,
	log: EventLog,
	pageNumber: number,
): EventPage | undefined {
	const json = jsonObject(body);
	const entries: unknown = json?.[log.entries];
	if (json === undefined || !Array.isArray(entries)) return undefined;
	const { totalPages, totalElements, currentPage } = json;
	if (!isCount(totalPages)) return undefined;
	if (isGiven(totalElements) && !isCount(totalElements)) return undefined;
	if (isGiven(currentPage) && currentPage !== pageNumber) return undefined;
	const events = entries.map(parseEvent).filter((event) => event !== undefined);
	return {
		events,
		unreadable: entries.length - events.length,
		totalPages,
		totalElements: isCount(totalElements) ? totalElements : undefined,
		serverTime: serverTimeIn(headers.date),
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
