import type { LookUpFailed } from '../delivery/lookUp';
import type { Client } from '../throttle/client';
import type { EventLog } from './eventLog';
import { fetchEventPage, type EventPage, type EventWindow } from './eventPage';
import { hasNoId, type LogEvent } from './logEvent';

/** Readings of the pages of a window, if they shift while they are read. */
const MOST_PASSES = 4;

const SHIFTED =
	"the pages of RSA's event log do not hold together: they have fewer events than RSA says there are";
const SHIFTED_ADVICE =
	'Nothing is lost: the next poll reads them again. If it goes on, check whether a proxy answers in place of RSA.';

/** All events of a window. */
export interface WindowEvents {
	readonly events: readonly LogEvent[];
	/** Entries that are no JSON objects, at most as many as there are. */
	readonly unreadable: number;
}

/** What the pages of one reading say. */
interface Pass {
	/** Entries of the window as the last page announced them. */
	announced: number | undefined;
	/** Whether events have gone from the log meanwhile: others may have moved to a page that was read before. */
	hasShrunk: boolean;
	unreadable: number;
}

/**
 * Reads the pages of a window to the end. Entries that move to another page meanwhile are not missed: the pages are
 * read again until they have as many distinct events as RSA says.
 *
 * @param firstPage the window's page 0, which was read before
 */
export async function readWindow(
	log: EventLog,
	window: EventWindow,
	firstPage: EventPage,
	client: Client,
): Promise<{ readonly kind: 'found'; readonly value: WindowEvents } | LookUpFailed> {
	const events = new Map<string, LogEvent>();
	let first: EventPage | undefined = firstPage;
	for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
		const read = await readPass(log, window, first, events, client);
		if (read.kind === 'failed') return read;
		const { announced, hasShrunk, unreadable } = read.value;
		if (!hasShrunk && events.size + unreadable >= (announced ?? 0)) {
			return { kind: 'found', value: { events: [...events.values()], unreadable } };
		}
		first = undefined;
	}
	const failure = { cause: 'unclear', reason: SHIFTED, advice: SHIFTED_ADVICE } as const;
	return { kind: 'failed', failure, reason: SHIFTED };
}

/** Adds the events of all pages. */
async function readPass(
	log: EventLog,
	window: EventWindow,
	firstPage: EventPage | undefined,
	events: Map<string, LogEvent>,
	client: Client,
): Promise<{ readonly kind: 'found'; readonly value: Pass } | LookUpFailed> {
	const pass: Pass = { announced: undefined, hasShrunk: false, unreadable: 0 };
	const seen = new Map<string, number>();
	let totalPages = 1;
	for (let pageNumber = 0; pageNumber < totalPages; pageNumber += 1) {
		const read: Awaited<ReturnType<typeof fetchEventPage>> =
			pageNumber === 0 && firstPage !== undefined
				? { kind: 'found', value: firstPage }
				: await fetchEventPage(log, window, pageNumber, client);
		if (read.kind === 'failed') return read;
		const page = read.value;
		for (const event of page.events) {
			const distinct = withOccurrence(event, seen);
			events.set(distinct.key, distinct);
		}
		pass.unreadable += page.unreadable;
		pass.hasShrunk ||= pageNumber > 0 && page.totalPages < totalPages;
		pass.hasShrunk ||= (page.totalElements ?? pass.announced ?? 0) < (pass.announced ?? 0);
		pass.announced = page.totalElements ?? pass.announced;
		totalPages = page.totalPages;
	}
	return { kind: 'found', value: pass };
}

/** Equal entries without an ID are as many events: each has its number within a reading. */
function withOccurrence(event: LogEvent, seen: Map<string, number>): LogEvent {
	if (!hasNoId(event)) return event;
	const occurrence = (seen.get(event.key) ?? 0) + 1;
	seen.set(event.key, occurrence);
	return { ...event, key: `${event.key}/${occurrence}` };
}
