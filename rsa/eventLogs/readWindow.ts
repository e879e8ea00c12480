import type { LookUpFailed } from '../delivery/lookUp';
import type { Client } from '../throttle/client';
import type { EventLog } from './eventLog';
import { fetchEventPage, type EventPage, type EventWindow } from './eventPage';
import { hasNoId, withoutSharedId, type LogEvent } from './logEvent';

/** Maximum times that all pages of a window are read, if events move to other pages meanwhile. */
const MOST_PASSES = 4;

/** Maximum pages of a window: what was read is in memory, and RSA's response may say any number. */
const MOST_PAGES = 1000;

const SHIFTED = "the pages of RSA's event log have fewer events than RSA says there are";
const TOO_MANY_PAGES = `RSA's event log has more than ${MOST_PAGES} pages for a time that is too short to divide`;
const ADVICE = 'If this continues, check whether a proxy answers in place of RSA.';

/** All events of a window. */
export interface WindowEvents {
	readonly events: readonly LogEvent[];
	/** Number of entries that are no JSON objects. */
	readonly unreadable: number;
}

/** Counts of one pass through all pages of a window. */
interface Pass {
	/** Entries of the window, as the last page announced them; undefined if none did. */
	announced: number | undefined;
	/** Entries of all pages. */
	entries: number;
	/** Events that no earlier pass had. */
	added: number;
	/** Whether events disappeared from the log meanwhile: others may have moved to a page that was read before. */
	hasShrunk: boolean;
	unreadable: number;
}

/**
 * Reads all pages of a window. Entries that move to another page meanwhile are not missed: the pages are read again until
 * there are as many distinct events as RSA announces, or until a pass has all entries and adds no event.
 *
 * @param firstPage page 0 of the window, which was read already
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

/** Reads all pages once, and adds their events to `events`. */
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

/** Gives different events with the same ID separate keys. RSA's page says that IDs are unique; no event must be lost. */
function distinguished(events: readonly LogEvent[]): readonly LogEvent[] {
	const count = new Map<string, number>();
	for (const { key } of events) count.set(key, (count.get(key) ?? 0) + 1);
	return events.map((event) => ((count.get(event.key) ?? 0) > 1 ? withoutSharedId(event) : event));
}

/** Counts equal entries without an ID as separate events: each gets its number within a pass. */
function withOccurrence(event: LogEvent, seen: Map<string, number>): LogEvent {
	if (!hasNoId(event)) return event;
	const occurrence = (seen.get(event.key) ?? 0) + 1;
	seen.set(event.key, occurrence);
	return { ...event, key: `${event.key}/${occurrence}` };
}
