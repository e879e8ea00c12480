import { createHash } from 'node:crypto';

import { jsonObject, type JsonObject } from '../values/jsonObject';
import { parseEventTime } from './eventTime';

/** An event of one of RSA's logs. */
export interface LogEvent {
	/** Distinguishes it from all other events: RSA's ID, or a hash of an event without an ID. */
	readonly key: string;
	/** ms since 1970; undefined if RSA's time cannot be parsed. */
	readonly at: number | undefined;
	/** RSA's JSON, with the ID as text, and the time in ISO 8601 and UTC if it can be parsed. */
	readonly json: JsonObject;
}

/** Beginning of the key of an event without an ID. */
const HASH = '#';

/** An entry of a log; undefined if it is no JSON object. */
export function parseEvent(entry: unknown): LogEvent | undefined {
	const json = jsonObject(entry);
	if (json === undefined) return undefined;
	const id = idOf(json.eventId);
	const at = parseEventTime(json.eventLogDate);
	return {
		key: id ?? hashOf(json),
		at,
		json: {
			...json,
			...(id !== undefined && { eventId: id }),
			...(at !== undefined && { eventLogDate: new Date(at).toISOString() }),
		},
	};
}

/** An event whose ID another event has too, with a key of its own. */
export function withoutSharedId(event: LogEvent): LogEvent {
	return { ...event, key: `${event.key}${hashOf(event.json)}` };
}

function hashOf(json: JsonObject): string {
	return `${HASH}${createHash('sha256').update(JSON.stringify(json)).digest('base64')}`;
}

/** Whether the key of an event is a hash, which equal entries share. */
export function hasNoId({ key }: LogEvent): boolean {
	return key.startsWith(HASH);
}

function idOf(value: unknown): string | undefined {
	const text = typeof value === 'number' ? String(value) : value;
	return typeof text === 'string' && /^-?[\dA-Za-z][\w.-]{0,63}$/.test(text) ? text : undefined;
}

/** Sorts events by time, then by ID; those without a time that can be parsed come last. */
export function compareEvents(one: LogEvent, other: LogEvent): number {
	const [first, second] = [one, other].map(({ at }) => at ?? Number.MAX_SAFE_INTEGER);
	if (first !== second) return (first ?? 0) - (second ?? 0);
	if (one.key.length !== other.key.length) return one.key.length - other.key.length;
	return one.key < other.key ? -1 : Number(one.key > other.key);
}
