import type { LookUpFailed } from '../delivery/lookUp';
import type { Client } from '../throttle/client';
import { advance, MARGIN, nextFrom, type Checkpoint } from './checkpoint';
import type { EventLog } from './eventLog';
import { fetchEventPage, type EventPage } from './eventPage';
import type { LogEvent } from './logEvent';
import { readWindow } from './readWindow';

/** Pages of one window, at most, as long as it can be made shorter. */
const PAGES_OF_A_WINDOW = 10;

/** Events of one poll after which no further window is begun: the next poll goes on there. */
const MOST_EVENTS = 2000;

/** ms. A window is not made shorter. */
const SHORTEST_WINDOW = 1;

/** What a poll goes by. */
export interface LogReading {
	readonly log: EventLog;
	readonly client: Client;
	/** The machine's clock, in ms since 1970. It only holds back a server whose clock runs ahead. */
	readonly now: () => number;
	/** Whether the poll has taken so long that the next one is to go on. */
	readonly isLate: () => boolean;
	/** Whether an event is given out. */
	readonly isWanted: (event: LogEvent) => boolean;
}

/** What a poll read. */
export interface ReadEvents {
	readonly checkpoint: Checkpoint;
	readonly events: readonly LogEvent[];
	/** Entries of the log that are no JSON objects. */
	readonly unreadable: number;
	/** Events that may be given out again, as there are too many to remember. */
	readonly forgotten: number;
}

type Read = { readonly kind: 'found'; readonly value: ReadEvents } | LookUpFailed;

/**
 * The time at which RSA has nothing newer: its server's, or the machine's if the server is ahead of it. Too early a
 * time costs a repeated reading, too late a one would pass events over.
 */
export function timeOf({ serverTime }: EventPage, machineTime: number): number {
	return Math.min(serverTime, machineTime);
}

/**
 * Reads what is new in a log: windows one after the other, each to the end of its pages, up to the current time of
 * RSA's server. A backlog is read in parts: a poll that is late, or has many events, leaves the rest to the next one.
 * A window that fails fails the whole poll, and the checkpoint stays.
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
	// No event of a later time than the server's can be missed: each reading begins a while before the last one ended.
	const until = Math.max(timeOf(first.value, now()), checkpoint.readUpTo);
	if (first.value.totalPages > 1) return await readParts(read, until, reading);
	const whole = await readWindow(log, window, first.value, client);
	if (whole.kind === 'failed') return whole;
	return { kind: 'found', value: withPart(read, { to: until, until }, whole.value, reading) };
}

/**
 * A checkpoint that was of the future by both clocks, which have been put right: going on from it would pass over
 * everything up to its time.
 */
function backAt(time: number, checkpoint: Checkpoint): Checkpoint {
	return { ...checkpoint, since: Math.min(checkpoint.since, time), readUpTo: time };
}

async function readParts(begun: ReadEvents, until: number, reading: LogReading): Promise<Read> {
	let read = begun;
	let from = nextFrom(read.checkpoint);
	// Between two windows of a reading there is no gap, whatever RSA rounds: what is not after a time is on or before it.
	let after = read.checkpoint.rest === null ? from - MARGIN : from;
	// The first one in any case, so that each poll comes further.
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

/** Reads the events from a time on, as far as a few pages reach. The order of the pages is not relied on. */
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
