import { jsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import { compareEvents, type LogEvent } from './logEvent';

/** ms by which each window overlaps the last one: an event may appear in the log that much later than its own time. */
export const OVERLAP = 15 * 60_000;

/** ms. A window is read from so much before its beginning: RSA may compare whole seconds, or include the start time. */
export const MARGIN = 1000;

/** Maximum events of which the checkpoint remembers that they were given out: some 600 kB of JSON. */
export const MOST_REMEMBERED = 20_000;

const VERSION = 1;

/** How far a log was read, as stored with the workflow. Times are in ms since 1970, by RSA's clock. */
export interface Checkpoint {
	readonly version: typeof VERSION;
	/** Time of the activation. Earlier events are not given out. */
	readonly since: number;
	/** Everything up to this time was read, at this time. Later events may still appear with an earlier time. */
	readonly readUpTo: number;
	/** The window that is left if no poll has read a backlog to its end; null if nothing is left. */
	readonly rest: { readonly from: number; readonly until: number } | null;
	/** Events that were given out and may be read again: by their key, the latest end of a window that may contain them. */
	readonly given: Readonly<Record<string, number>>;
}

/** The checkpoint of a workflow that is activated for the first time. */
export function firstCheckpoint(now: number): Checkpoint {
	return { version: VERSION, since: now, readUpTo: now, rest: null, given: {} };
}

/** The time at which the next window begins. */
export function nextFrom({ since, readUpTo, rest }: Checkpoint): number {
	return rest?.from ?? Math.max(since, readUpTo - OVERLAP);
}

/** A window that was read to its end. Times are in ms since 1970. */
export interface ReadPart {
	readonly to: number;
	/** End of all windows of this backlog. */
	readonly until: number;
	readonly events: readonly LogEvent[];
}

/** The checkpoint after a window, and its new events. */
export interface Advance {
	readonly checkpoint: Checkpoint;
	/** Events that were not given out yet, sorted by time. */
	readonly fresh: readonly LogEvent[];
	/** Number of events that are no longer remembered, because there are too many: they may be given out twice. */
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

/** Latest end of a window that may contain an event: RSA may filter by its time, or by when it came into the log. */
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
	// The oldest come first and are forgotten.
	if (forgotten > 0) needed.sort(([, latest], [, other]) => latest - other);
	return { kept: Object.fromEntries(needed.slice(forgotten)), forgotten };
}

const BEGIN_ANEW =
	'To start at the current time instead, rename the node and publish the workflow. Then check what RSA logged in the meantime: the node skips those events.';

/**
 * The checkpoint that is stored with a workflow; undefined if there is none yet.
 *
 * @throws {UserFacingError} if it is damaged, or from a newer version of this package: to begin at the current time would
 * lose events, and to begin earlier would give events out twice
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
