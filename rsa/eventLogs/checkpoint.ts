import { jsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import { compareEvents, type LogEvent } from './logEvent';

/** ms. Events that come into the log so much later than their time says are not missed. */
export const OVERLAP = 15 * 60_000;

/** ms. So much before its beginning a window is read: RSA may count whole seconds, and take its "after" for "from". */
export const MARGIN = 1000;

/** Events given out that are remembered, at most: some 600 kB of JSON. */
export const MOST_REMEMBERED = 20_000;

const VERSION = 1;

/** How far a log was read. Times are in ms since 1970, by RSA's clock. */
export interface Checkpoint {
	readonly version: typeof VERSION;
	/** The activation: earlier events are not given out. */
	readonly since: number;
	/** Everything up to this time was read, when it was that time. */
	readonly readUpTo: number;
	/** What is left of a reading to which no poll has come to the end. */
	readonly rest: { readonly from: number; readonly until: number } | null;
	/** Keys of the events that were given out and may be read again, and the time up to which windows may have them. */
	readonly given: Readonly<Record<string, number>>;
}

/** The checkpoint of a workflow that is activated for the first time. */
export function firstCheckpoint(now: number): Checkpoint {
	return { version: VERSION, since: now, readUpTo: now, rest: null, given: {} };
}

/** Where the next window begins. */
export function nextFrom({ since, readUpTo, rest }: Checkpoint): number {
	return rest?.from ?? Math.max(since, readUpTo - OVERLAP);
}

/** A window that was read to the end, and what it is a part of. Times are in ms since 1970. */
export interface ReadPart {
	readonly to: number;
	/** The end of the whole reading. */
	readonly until: number;
	readonly events: readonly LogEvent[];
}

/** What a window leads to. */
export interface Advance {
	readonly checkpoint: Checkpoint;
	/** Events that were not given out yet, by time. */
	readonly fresh: readonly LogEvent[];
	/** Events given out that are not remembered any more, since there are too many: they may come once more. */
	readonly forgotten: number;
}

/**
 * The checkpoint after a window was read.
 *
 * @param isWanted whether an event is given out; the others need not be remembered
 */
export function advance(
	checkpoint: Checkpoint,
	part: ReadPart,
	isWanted: (event: LogEvent) => boolean,
): Advance {
	const { since, given } = checkpoint;
	const wanted = part.events
		.filter((event) => (event.at === undefined || event.at > since) && isWanted(event))
		.sort(compareEvents);
	const known = new Map(Object.entries(given));
	const fresh = wanted.filter(({ key }) => !known.has(key));
	const read = Object.fromEntries(wanted.map((event) => [event.key, latestWindow(event, part)]));
	const isOver = part.to >= part.until;
	const moved = {
		readUpTo: isOver ? Math.max(checkpoint.readUpTo, part.until) : checkpoint.readUpTo,
		rest: isOver ? null : { from: part.to, until: part.until },
	};
	const { kept, forgotten } = remembered({ ...given, ...read }, { ...checkpoint, ...moved });
	return { checkpoint: { version: VERSION, since, ...moved, given: kept }, fresh, forgotten };
}

/** The time up to which windows may have an event: RSA may go by its time, or by when it came into the log. */
function latestWindow({ at }: LogEvent, { to }: ReadPart): number {
	return Math.max(to, at ?? to);
}

function remembered(
	given: Readonly<Record<string, number>>,
	{ since, readUpTo, rest }: Checkpoint,
): { readonly kept: Record<string, number>; readonly forgotten: number } {
	const next = Math.min(
		rest?.from ?? Number.POSITIVE_INFINITY,
		Math.max(since, (rest?.until ?? readUpTo) - OVERLAP),
	);
	const needed = Object.entries(given).filter(([, latest]) => latest > next - 2 * MARGIN);
	const forgotten = Math.max(0, needed.length - MOST_REMEMBERED);
	// The oldest are at the beginning, also of those that were read together.
	if (forgotten > 0) needed.sort(([, latest], [, other]) => latest - other);
	return { kept: Object.fromEntries(needed.slice(forgotten)), forgotten };
}

const BEGIN_ANEW =
	'To start at the current time instead, rename the node and publish the workflow. Then check what RSA logged in the meantime: the node skips those events.';

/**
 * The checkpoint that a workflow keeps; undefined if it keeps none yet.
 *
 * @throws {UserFacingError} if it is damaged, or of a newer version of this package: beginning at the current time
 * would lose events, and beginning earlier would give events out twice
 */
export function parseCheckpoint(stored: unknown): Checkpoint | undefined {
	if (stored === undefined) return undefined;
	const json = jsonObject(stored);
	if (json !== undefined && isTime(json.version) && json.version > VERSION) {
		throw new UserFacingError(
			'The checkpoint of this workflow was written by a newer version of this package',
			`Install that version again. ${BEGIN_ANEW}`,
		);
	}
	const checkpoint = json?.version === VERSION ? checkpointIn(json) : undefined;
	if (checkpoint !== undefined) return checkpoint;
	throw new UserFacingError(
		'The checkpoint of this workflow is damaged, so it is not known which events it has already processed',
		`Another node of the workflow may have written into its static data. ${BEGIN_ANEW}`,
	);
}

function checkpointIn(json: NonNullable<ReturnType<typeof jsonObject>>): Checkpoint | undefined {
	const { since, readUpTo } = json;
	const given = jsonObject(json.given);
	const rest = json.rest === null ? null : restIn(json.rest);
	if (!isTime(since) || !isTime(readUpTo) || rest === undefined || given === undefined) {
		return undefined;
	}
	const entries = Object.entries(given).filter(
		(entry): entry is [string, number] => typeof entry[1] === 'number',
	);
	if (entries.length !== Object.keys(given).length) return undefined;
	return { version: VERSION, since, readUpTo, rest, given: Object.fromEntries(entries) };
}

function restIn(value: unknown): Checkpoint['rest'] | undefined {
	const rest = jsonObject(value);
	if (rest === undefined || !isTime(rest.from) || !isTime(rest.until)) return undefined;
	return { from: rest.from, until: rest.until };
}

function isTime(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
