/** Number of items, by outcome or cause. */
type Counts = Readonly<Record<string, number>>;

/** Readings from around a subject's step, inside of n8n. */
export interface MeterReading {
	/** ms since 1970. */
	readonly startedAt: number;
	readonly wallMs: number;
	/** Of all threads of n8n's process. */
	readonly cpuMs: number;
	readonly rssBeforeBytes: number;
	/** The most memory that the process used during the step. */
	readonly peakRssBytes: number;
	/** The longest time in which n8n's event loop did nothing else; missing in older readings. */
	readonly longestPauseMs?: number;
	/** The longest such time that garbage collection took; missing in older readings. */
	readonly longestCollectionMs?: number;
	readonly itemsIn: number;
	/** Items that came out as a success, by outcome. */
	readonly done: Counts;
	/** Items that came out failed, by cause. */
	readonly failed: Counts;
}

const figures = [
	'startedAt',
	'wallMs',
	'cpuMs',
	'rssBeforeBytes',
	'peakRssBytes',
	'itemsIn',
] as const satisfies ReadonlyArray<keyof MeterReading>;

/**
 * @param body of the webhook's response
 * @returns the same, as the meter's reading
 * @throws an Error that quotes a body that is no reading, such as that of a workflow that ended before
 */
export function readMeter(body: unknown): MeterReading {
	if (!isReading(body)) {
		throw new Error(`This is not what the meter read: ${JSON.stringify(body)}`);
	}
	return body;
}

function isReading(body: unknown): body is MeterReading {
	if (typeof body !== 'object' || body === null) return false;
	const fields = new Map<string, unknown>(Object.entries(body));
	return (
		figures.every((name) => typeof fields.get(name) === 'number') &&
		[fields.get('done'), fields.get('failed')].every((counts) => typeof counts === 'object')
	);
}
