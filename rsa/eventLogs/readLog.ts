import type { LookUpFailed } from '../delivery/lookUp';
import type { Client } from '../throttle/client';
import { advance, MARGIN, nextFrom, type Checkpoint } from './checkpoint';
import type { EventLog } from './eventLog';
import { fetchEventPage, type EventPage } from './eventPage';
import type { LogEvent } from './logEvent';
import { readWindow } from './readWindow';

/** Pages of a window beyond which it is made shorter. */
const PAGES_OF_A_WINDOW = 10;

/** Events of one poll after which no further window is read: the next poll continues there. */
const MOST_EVENTS = 2000;

/** ms. Minimum length of a window. */
const SHORTEST_WINDOW = 1;

/** How a log is read in one poll. */
export interface LogReading {
	readonly log: EventLog;
	readonly client: Client;
	/** This machine's clock, in ms since 1970: used if the server's is ahead of it, or if a checkpoint is in the future. */
	readonly now: () => number;
	/** Whether the poll has taken so long that the rest is left to the next one. */
	readonly isLate: () => boolean;
	/** Whether an event is given out. */
	readonly isWanted: (event: LogEvent) => boolean;
}

/** The result of one poll of a log. */
export interface ReadEvents {
	readonly checkpoint: Checkpoint;
	readonly events: readonly LogEvent[];
	/** Number of entries that are no JSON objects. */
	readonly unreadable: number;
	/** Number of events that may be given out twice, because there are too many to remember. */
	readonly forgotten: number;
}

type Read = { readonly kind: 'found'; readonly value: ReadEvents } | LookUpFailed;

/**
 * The time up to which a page shows the log: the server's time, or this machine's if that is earlier. A time that is too
 * early only means that events are read again; with one that is too late, events would be missed.
 */
export function timeOf({ serverTime }: EventPage, machineTime: number): number {
	return Math.min(serverTime, machineTime);
}

/**
 * Reads the new events of a log, up to the current time of RSA's server, window by window, each to the end of its pages.
 * A poll that is late or has many events leaves the rest to the next one. If a window fails, the whole poll fails, and the
 * checkpoint does not move.
 */
export async function readLog(checkpoint: Checkpoint, reading: LogReading): Promise<Read> {
	const { log, client, now } = reading;
	const read: ReadEvents = { checkpoint, events: [], unreadable: 0, forgotten: 0 };
	if (checkpoint.rest !== null) return await readParts(read, checkpoint.rest.until, reading);

	const from = nextFrom(checkpoint);
	const window = { after: from - MARGIN };
	const first = await fetchEventPage(log, window, 0, client);
	if (first.kind === 'failed') return first;
	if (Math.max(first.value.serverTime, now()) < from) {
		return await readLog(backAt(timeOf(first.value, now()), checkpoint), reading);
	}
	// Events that appear later are not missed: the next poll begins some time before this one ends (OVERLAP).
	const until = Math.max(timeOf(first.value, now()), checkpoint.readUpTo);
	if (first.value.totalPages > 1) return await readParts(read, until, reading);
	const whole = await readWindow(log, window, first.value, client);
	if (whole.kind === 'failed') return whole;
	return { kind: 'found', value: withPart(read, { to: until, until }, whole.value, reading) };
}

/**
 * A checkpoint set back to the current time, because it is in the future by both clocks: they were wrong and have been
 * corrected. To go on from it would miss all events until its time.
 */
function backAt(time: number, checkpoint: Checkpoint): Checkpoint {
	return { ...checkpoint, since: Math.min(checkpoint.since, time), readUpTo: time };
}

async function readParts(soFar: ReadEvents, until: number, reading: LogReading): Promise<Read> {
	let read = soFar;
	let from = nextFrom(read.checkpoint);
	// Windows that follow each other leave no gap, even if RSA rounds times: an event is either after a time, or not.
	let after = read.checkpoint.rest === null ? from - MARGIN : from;
	// At least one window, so that each poll makes progress.
	do {
		const part = await readPart({ after, from, until }, reading);
		if (part.kind === 'failed') return part;
		const { to } = part;
		read = withPart(read, { to, until }, part.value, reading);
		from = to;
		after = to;
	} while (from < until && read.events.length < MOST_EVENTS && !reading.isLate());
	return { kind: 'found', value: read };
}

/** Reads a window that is short enough for a few pages. */
async function readPart(
	{ after, from, until }: { readonly after: number; readonly from: number; readonly until: number },
	{ log, client }: LogReading,
) {
	for (let to = Math.max(until, from + SHORTEST_WINDOW); ;) {
		const window = { after, until: to };
		const first = await fetchEventPage(log, window, 0, client);
		if (first.kind === 'failed') return first;
		const length = to - from;
		const share = PAGES_OF_A_WINDOW / first.value.totalPages;
		if (share >= 1 || length <= SHORTEST_WINDOW) {
			const events = await readWindow(log, window, first.value, client);
			return events.kind === 'failed' ? events : { ...events, to };
		}
		to = from + Math.max(SHORTEST_WINDOW, Math.floor(length * share));
	}
}

function withPart(
	{ checkpoint, events, unreadable, forgotten }: ReadEvents,
	part: { readonly to: number; readonly until: number },
	window: { readonly events: readonly LogEvent[]; readonly unreadable: number },
	{ isWanted }: LogReading,
): ReadEvents {
	const advanced = advance(checkpoint, { ...part, events: window.events }, isWanted);
	return {
		checkpoint: advanced.checkpoint,
		events: [...events, ...advanced.fresh],
		unreadable: unreadable + window.unreadable,
		forgotten: forgotten + advanced.forgotten,
	};
}
