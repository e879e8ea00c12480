import type { components } from '../../contract/rsa-cloud-administration.types.ts';

type UserEventEntry = components['schemas']['UserEvent'];
type AdministrationEventEntry = components['schemas']['AdministrationEvent'];

/** An event in one of the logs. Times are in ms since 1970. */
export interface LoggedEvent<Entry> {
	/** 19 digits. */
	readonly eventId: string;
	/** The time that it has in the log. */
	readonly at: number;
	/** When it came into the log. */
	readonly arrivedAt: number;
	readonly entry: Entry;
}

/** How an event comes into the log. */
export interface EventArrival {
	/** The time that it has in the log; the current time by default. */
	readonly at?: number;
	/** ms after the current time that it comes into the log. 0 by default. */
	readonly delay?: number;
}

/** What the directory says of a user: the codes of RSA's page on user event monitor messages. The texts are made up. */
export const directoryEvents = {
	enabled: { eventCode: '400', eventDescription: 'User re-enabled' },
	disabled: { eventCode: '401', eventDescription: 'User disabled: disabled in the directory' },
	missing: { eventCode: '402', eventDescription: 'User disabled: not found in the directory' },
} as const;

export type DirectoryStatus = keyof typeof directoryEvents;

/** The first ID. Its digits are more than a double holds. */
const FIRST_ID = 7_000_000_000_000_000_001n;

/** A window and a page of it. Times are in ms since 1970. */
export interface EventQuery {
	readonly after: number;
	readonly until: number;
	readonly pageNumber: number;
	readonly pageSize: number;
	readonly order: 'ascending' | 'descending';
}

/** One log of a tenant. Its IDs go up, and no two events have the same one. */
export class EventLog<Entry extends UserEventEntry | AdministrationEventEntry> {
	#events: Array<LoggedEvent<Entry>> = [];
	#nextId = FIRST_ID;

	/** All events, those too that come into the log later. */
	get events(): ReadonlyArray<LoggedEvent<Entry>> {
		return this.#events;
	}

	/**
	 * @param entry the properties that matter
	 * @param now ms since 1970
	 * @param arrival when, if not now
	 * @returns the event, with its ID
	 */
	add(entry: Entry, now: number, { at = now, delay = 0 }: EventArrival = {}): LoggedEvent<Entry> {
		const event = { eventId: String(this.#nextId), at, arrivedAt: now + delay, entry };
		this.#nextId += 1n;
		this.#events.push(event);
		return event;
	}

	/** Forgets what is too old: RSA keeps events for so many days only. */
	purge(before: number): void {
		this.#events = this.#events.filter(({ at }) => at >= before);
	}

	/** @returns the page as RSA shows it, without the names of its own */
	page({ after, until, pageNumber, pageSize, order }: EventQuery, now: number) {
		const found = this.#events
			.filter(({ at, arrivedAt }) => at > after && at <= until && arrivedAt <= now)
			.sort((one, other) => one.at - other.at || (one.eventId < other.eventId ? -1 : 1));
		if (order === 'descending') found.reverse();
		const first = pageNumber * pageSize;
		return {
			totalPages: Math.ceil(found.length / pageSize),
			totalElements: found.length,
			pageSize,
			currentPage: pageNumber,
			entries: found.slice(first, first + pageSize).map(entryOf),
		};
	}
}

/** The ID is a text here and a number on the wire, where JavaScript cannot hold it: see `bytesOf`. */
function entryOf<Entry>({ eventId, at, entry }: LoggedEvent<Entry>): Entry {
	return { eventId, eventLogDate: new Date(at).toISOString(), ...entry };
}
