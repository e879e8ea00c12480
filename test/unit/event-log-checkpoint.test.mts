import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
	advance,
	firstCheckpoint,
	MOST_REMEMBERED,
	OVERLAP,
	parseCheckpoint,
} from '../../rsa/eventLogs/checkpoint.ts';
import { BEGINNING, EventLogReader, type ReaderSettings } from '../support/event-log-reader.mts';

const MINUTE = 60_000;
const SECOND = 1000;

const idsOf = (events: ReadonlyArray<{ readonly eventId: string }>) =>
	events.map(({ eventId }) => eventId).sort();
const givenBy = (reader: EventLogReader) => reader.given.map(({ key }) => key).sort();

/** Polls until nothing can come any more. */
async function pollToTheEnd(reader: EventLogReader): Promise<void> {
	reader.now += 2 * OVERLAP;
	// The first reading may be what is left of an earlier one.
	let readings = 0;
	for (let polls = 0; polls < 2000; polls += 1) {
		const isOk = await reader.poll();
		if (isOk && reader.checkpoint.rest === null) readings += 1;
		if (readings === 2) return;
	}
	throw new Error('The reading comes to no end');
}

interface Step {
	/** ms until the next poll. */
	readonly wait: number;
	/** Events since: their time within the wait, and how much later they come into the log. */
	readonly events: ReadonlyArray<{
		readonly at: number;
		readonly delay: number;
		readonly isWanted: boolean;
	}>;
	readonly isKilled: boolean;
}

const step = fc.record<Step>({
	wait: fc.oneof(fc.integer({ min: 1, max: 5 * MINUTE }), fc.constant(3 * 24 * 60 * MINUTE)),
	events: fc.array(
		fc.record({
			// Some have the same millisecond.
			at: fc.oneof(fc.constant(7), fc.integer({ min: 1, max: 10 * SECOND })),
			delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: OVERLAP - SECOND })),
			isWanted: fc.boolean(),
		}),
		{ maxLength: 60 },
	),
	isKilled: fc.boolean(),
});

const settings = fc.record<Required<Omit<ReaderSettings, 'fails'>> & { failing: number[] }>({
	order: fc.constantFrom('ascending', 'descending'),
	pageSize: fc.constantFrom(1, 3, 100),
	latency: fc.constantFrom(0, 1, 300),
	machineAhead: fc.constantFrom(-10 * MINUTE, 0, 60 * MINUTE),
	windowsOfAPoll: fc.constantFrom(1, 2, 1000),
	failing: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 10 }),
});

test('every event is given out exactly once, whatever fails, shifts, comes late or is killed', async () => {
	await fc.assert(
		fc.asyncProperty(settings, fc.array(step, { maxLength: 8 }), async (given, steps) => {
			const reader = new EventLogReader({
				...given,
				fails: (request) => given.failing.includes(request),
			});
			const wanted: Array<ReturnType<EventLogReader['add']>> = [];
			for (const { wait, events, isKilled } of steps) {
				for (const { at, delay, isWanted } of events) {
					const event = reader.add(reader.now + at, delay, isWanted ? '401' : '20');
					if (isWanted) wanted.push(event);
				}
				reader.now += wait;
				await reader.poll();
				if (isKilled) reader.restart();
			}
			await pollToTheEnd(reader);
			expect(givenBy(reader)).toEqual(idsOf(wanted));
		}),
		{ numRuns: Number(process.env.PROPERTY_RUNS ?? 300) },
	);
});

describe('a log with very many events', () => {
	test('more events within one millisecond than pages of a window hold are all given out once', async () => {
		const reader = new EventLogReader({ pageSize: 2 });
		const events = Array.from({ length: 150 }, () => reader.add(BEGINNING + 5000));
		reader.now += MINUTE;
		await reader.poll();
		expect(givenBy(reader)).toEqual(idsOf(events));
		// Some to find the millisecond, and each of its pages once.
		expect(reader.requests.length).toBeLessThan(200);
	});

	test('a backlog is read in parts, of which each poll holds only some', async () => {
		const reader = new EventLogReader({ windowsOfAPoll: 1, pageSize: 10 });
		const events = Array.from({ length: 5000 }, (_, index) =>
			reader.add(BEGINNING + 1 + index * MINUTE),
		);
		reader.now += 5001 * MINUTE;
		await reader.poll();
		expect(reader.given.length).toBeLessThanOrEqual(150);
		await pollToTheEnd(reader);
		expect(givenBy(reader)).toEqual(idsOf(events));
	});

	test('more events than are remembered may come twice, and none is lost', () => {
		const events = Array.from({ length: MOST_REMEMBERED + 10 }, (_, index) => ({
			key: String(index),
			at: BEGINNING + 1 + index,
			json: {},
		}));
		const to = BEGINNING + MINUTE;
		const part = { to, until: to, events };
		const first = advance(firstCheckpoint(BEGINNING), part, () => true);
		expect(first.fresh).toHaveLength(events.length);
		expect(first.forgotten).toBe(10);
		const again = advance(first.checkpoint, part, () => true);
		expect(again.fresh.map(({ key }) => key)).toEqual(events.slice(0, 10).map(({ key }) => key));
	});
});

test('an event before the activation is not given out, even if it comes into the log later', async () => {
	const reader = new EventLogReader();
	reader.add(BEGINNING - 1, MINUTE);
	await pollToTheEnd(reader);
	expect(reader.given).toEqual([]);
});

test('an event whose time RSA goes by differently is given out once, as long as RSA shows it', () => {
	const event = { key: '1', at: BEGINNING + 1, json: {} };
	let checkpoint = firstCheckpoint(BEGINNING);
	const fresh: string[] = [];
	for (let minute = 60; minute < 75; minute += 1) {
		const to = BEGINNING + minute * MINUTE;
		const part = { to, until: to, events: [event] };
		const advanced = advance(checkpoint, part, () => true);
		checkpoint = advanced.checkpoint;
		fresh.push(...advanced.fresh.map(({ key }) => key));
	}
	expect(fresh).toEqual(['1']);
});

describe('the checkpoint that a workflow keeps', () => {
	test('is what was stored', () => {
		const checkpoint = firstCheckpoint(BEGINNING);
		expect(parseCheckpoint(JSON.parse(JSON.stringify(checkpoint)))).toEqual(checkpoint);
	});

	test('is none before the first activation', () => {
		expect(parseCheckpoint(undefined)).toBeUndefined();
	});

	test.each([
		null,
		'2026-03-01',
		{},
		{ ...firstCheckpoint(BEGINNING), readUpTo: '2026-03-01' },
		{ ...firstCheckpoint(BEGINNING), rest: {} },
		{ ...firstCheckpoint(BEGINNING), given: { '1': '2' } },
		{ ...firstCheckpoint(BEGINNING), given: undefined },
	])('stops the trigger if it is damaged: %j', (stored) => {
		expect(() => parseCheckpoint(stored)).toThrow(/is damaged/);
	});

	test('stops the trigger if a newer version has written it', () => {
		const stored = { ...firstCheckpoint(BEGINNING), version: 2 };
		expect(() => parseCheckpoint(stored)).toThrow(/written by a newer version/);
	});
});
