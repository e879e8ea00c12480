import type { LookUpFailed } from '../delivery/lookUp';
import type { Client } from '../throttle/client';
import type { EventLog } from './eventLog';
import { fetchEventPage, type EventPage, type EventWindow } from './eventPage';
import { hasNoId, withoutSharedId, type LogEvent } from './logEvent';

/** Readings of the pages of a window, if they shift while they are read. */
const MOST_PASSES = 4;

/** Pages of one reading, at most: RSA may say any number of them, and what was read is in memory. */
const MOST_PAGES = 1000;

const SHIFTED = "the pages of RSA's event log have fewer events than RSA says there are";
const TOO_MANY_PAGES = `RSA's event log has more than ${MOST_PAGES} pages for a time that is too short to divide`;
const ADVICE = 'If this continues, check whether a proxy answers in place of RSA.';

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
	/** All entries of the pages. */
	entries: number;
	/** Events that no reading before had. */
	added: number;
	/** Whether events have gone from the log meanwhile: others may have moved to a page that was read before. */
	hasShrunk: boolean;
	unreadable: number;
}

/**
 * Reads the pages of a window to the end. Entries that move to another page meanwhile are not missed: the pages are
 * read again until they have as many distinct events as RSA says, or again the same ones, some of them twice.
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
		if (isComplete(read.value, events.size)) {
			const { unreadable } = read.value;
			return { kind: 'found', value: { events: distinguished([...events.values()]), unreadable } };
		}
		first = undefined;
	}
	return failedWith(SHIFTED);
}

function isComplete(
	{ announced = 0, entries, added, hasShrunk, unreadable }: Pass,
	distinct: number,
): boolean {
	if (hasShrunk) return false;
	return distinct + unreadable >= announced || (entries >= announced && added === 0);
}

function failedWith(reason: string): LookUpFailed {
	return { kind: 'failed', failure: { cause: 'unclear', reason, advice: ADVICE }, reason };
}

/** Adds the events of all pages. */
async function readPass(
	log: EventLog,
	window: EventWindow,
	firstPage: EventPage | undefined,
	events: Map<string, LogEvent>,
	client: Client,
): Promise<{ readonly kind: 'found'; readonly value: Pass } | LookUpFailed> {
	const pass: Pass = {
		announced: undefined,
		entries: 0,
		added: 0,
		hasShrunk: false,
		unreadable: 0,
	};
	const seen = new Map<string, number>();
	const before = events.size;
	let totalPages = 1;
	for (let pageNumber = 0; pageNumber < totalPages; pageNumber += 1) {
		const read: Awaited<ReturnType<typeof fetchEventPage>> =
			pageNumber === 0 && firstPage !== undefined
				? { kind: 'found', value: firstPage }
				: await fetchEventPage(log, window, pageNumber, client);
		if (read.kind === 'failed') return read;
		const page = read.value;
		if (page.totalPages > MOST_PAGES) return failedWith(TOO_MANY_PAGES);
		for (const event of page.events) {
			const occurrence = withOccurrence(event, seen);
			events.set(JSON.stringify([occurrence.key, occurrence.json]), occurrence);
		}
		pass.entries += page.events.length + page.unreadable;
		pass.unreadable += page.unreadable;
		pass.hasShrunk ||= pageNumber > 0 && page.totalPages < totalPages;
		pass.hasShrunk ||= (page.totalElements ?? pass.announced ?? 0) < (pass.announced ?? 0);
		pass.announced = page.totalElements ?? pass.announced;
		totalPages = page.totalPages;
	}
	pass.added = events.size - before;
	return { kind: 'found', value: pass };
}

/** Different events that have the same ID: RSA's page says that there are none, and none is to be lost. */
function distinguished(events: readonly LogEvent[]): readonly LogEvent[] {
	const count = new Map<string, number>();
	for (const { key } of events) count.set(key, (count.get(key) ?? 0) + 1);
	return events.map((event) => ((count.get(event.key) ?? 0) > 1 ? withoutSharedId(event) : event));
}

/** Equal entries without an ID are as many events: each has its number within a reading. */
function withOccurrence(event: LogEvent, seen: Map<string, number>): LogEvent {
	if (!hasNoId(event)) return event;
	const occurrence = (seen.get(event.key) ?? 0) + 1;
	seen.set(event.key, occurrence);
	return { ...event, key: `${event.key}/${occurrence}` };
}
