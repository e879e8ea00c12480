/** ISO 8601 with a zone, with or without a colon in it. JavaScript parses a time without one in the machine's own zone. */
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d):?(\d\d)?$/i;

/** ms since 1970, from 2001 to 2286. Any other time is a default of a property that was not set. */
const EPOCH_MILLISECONDS = /^\d{13}$/;

/**
 * The time of an event, in ms since 1970; undefined if it cannot be parsed without a guess.
 *
 * @param value ISO 8601, as on RSA's pages, or ms since 1970, as in RSA's `statusChangedAt`
 */
export function parseEventTime(value: unknown): number | undefined {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string') return undefined;
	if (EPOCH_MILLISECONDS.test(text)) return Number(text);
	const match = ISO.exec(text.trim());
	if (match === null) return undefined;
	const [, date = '', time = '', zone = '', minutes = '00'] = match;
	const isUtc = zone.toUpperCase() === 'Z';
	const at = Date.parse(`${date}T${time}${isUtc ? 'Z' : `${zone}:${minutes}`}`);
	return EPOCH_MILLISECONDS.test(String(at)) && isDay(date) ? at : undefined;
}

/** Whether a date exists: JavaScript parses February 30 as March 2. */
function isDay(date: string): boolean {
	const at = Date.parse(date);
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}
