import { describe, expect, test } from '@jest/globals';

import { firstCheckpoint, OVERLAP, type Checkpoint } from '../../rsa/eventLogs/checkpoint.ts';
import { eventLogs } from '../../rsa/eventLogs/eventLog.ts';
import { parseEventTime } from '../../rsa/eventLogs/eventTime.ts';
import { readLog } from '../../rsa/eventLogs/readLog.ts';
import { clientOf, type PageResponse } from '../support/event-pages.mts';

const MINUTE = 60_000;
const BEGINNING = Date.UTC(2026, 2, 1);

interface Entry {
	readonly eventId?: number | string;
	readonly eventCode?: string;
	readonly eventLogDate?: string;
	readonly userId?: string;
}

const event = (eventId: number | string, at: number, more: Entry = {}): Entry => ({
	eventId,
	eventCode: '401',
	eventLogDate: new Date(at).toISOString(),
	...more,
});

const pageOf = (entries: readonly Entry[], more: object = {}) => ({
	totalPages: 1,
	totalElements: entries.length,
	currentPage: 0,
	userEventLogExportEntries: entries,
	...more,
});

/** Polls of a server that answers as the test says, whose clock is the machine's if nothing else is set. */
class Polls {
	now = BEGINNING;
	machineAhead = 0;
	checkpoint: Checkpoint = firstCheckpoint(BEGINNING);
	answer: (query: Readonly<Record<string, unknown>>, request: number) => PageResponse = () => ({
		body: pageOf([]),
		date: this.now,
	});

	shows(body: (query: Readonly<Record<string, unknown>>, request: number) => object): void {
		this.answer = (query, request) => ({ body: body(query, request), date: this.now });
	}

	/** @returns what is given out, or the reason of a failure */
	async poll(): Promise<ReadonlyArray<Readonly<Record<string, unknown>>> | string> {
		const read = await readLog(this.checkpoint, {
			log: eventLogs.userEvents,
			client: clientOf((query, request) => this.answer(query, request)),
			now: () => this.now + this.machineAhead,
			isLate: () => false,
			isWanted: ({ json }) => json.eventCode === '401',
		});
		if (read.kind === 'failed') return read.reason;
		this.checkpoint = read.value.checkpoint;
		return read.value.events.map(({ json }) => json);
	}

	async pass(milliseconds: number) {
		this.now += milliseconds;
		return await this.poll();
	}
}

describe('two entries with the same ID', () => {
	test.each([0, '0', '7205759403792793601'])(
		'are two events if they differ, and neither stops the trigger: %j',
		async (id) => {
			const polls = new Polls();
			const at = BEGINNING + 1000;
			const entries = [event(id, at, { userId: 'a' }), event(id, at, { userId: 'b' })];
			polls.shows(() => pageOf(entries));
			expect(await polls.pass(MINUTE)).toHaveLength(2);
			expect(await polls.pass(MINUTE)).toEqual([]);
		},
	);

	test('are one event if they are equal, and do not stop the trigger', async () => {
		const polls = new Polls();
		const same = event(5, BEGINNING + 1000);
		polls.shows(() => pageOf([same, same]));
		expect(await polls.pass(MINUTE)).toHaveLength(1);
		expect(await polls.pass(MINUTE)).toEqual([]);
	});
});

describe('pages that do not hold together are no log', () => {
	const full = Array.from({ length: 100 }, (_, index) => event(index, BEGINNING + 1000));

	test.each([
		['fewer entries than announced', { totalElements: 150 }],
		['more pages than entries', { totalPages: 102 }],
		['pages without end', { totalPages: 1_000_000_000, totalElements: undefined }],
		['no page, and entries', { totalPages: 0, totalElements: undefined }],
		['a number of pages as text', { totalPages: '1' }],
		['no number of pages', { totalPages: undefined }],
	])('%s', async (_, more) => {
		const polls = new Polls();
		const before = polls.checkpoint;
		let requests = 0;
		polls.shows(({ pageNumber }) => {
			requests += 1;
			if (requests > 20_000) throw new Error('It reads without end');
			return pageOf(full, { currentPage: pageNumber, ...more });
		});
		expect(await polls.pass(MINUTE)).toMatch(/event log/);
		expect(polls.checkpoint).toBe(before);
	});

	test('a log that grows with each page comes to an end', async () => {
		const polls = new Polls();
		polls.shows(({ pageNumber }, request) => {
			if (request > 20_000) throw new Error('It reads without end');
			const entries = [event(`${request}`, BEGINNING + 1000)];
			const totalPages = Number(pageNumber) + 2;
			return pageOf(entries, { totalPages, totalElements: totalPages, currentPage: pageNumber });
		});
		expect(await polls.pass(MINUTE)).toMatch(/event log/);
	});
});

test.each([1, 5, 10, 14])(
	'an event %d minutes late is given out once, if RSA’s times go by when it came into the log',
	async (minutes) => {
		const polls = new Polls();
		const arrivedAt = BEGINNING + 20 * MINUTE;
		const entry = event(1, arrivedAt - minutes * MINUTE);
		polls.shows(({ startTimeAfter }) =>
			pageOf(
				arrivedAt <= polls.now && arrivedAt > Date.parse(String(startTimeAfter)) ? [entry] : [],
			),
		);
		let given = 0;
		for (let poll = 0; poll < 60; poll += 1) {
			const items = await polls.pass(MINUTE);
			if (typeof items === 'string') throw new Error(items);
			given += items.length;
		}
		expect(given).toBe(1);
	},
);

describe('the clocks', () => {
	test('without the time of RSA’s server a poll fails, instead of passing over what comes', async () => {
		const polls = new Polls();
		polls.machineAhead = 60 * MINUTE;
		polls.answer = () => ({ body: pageOf([]) });
		expect(await polls.pass(MINUTE)).toMatch(/no readable .Date. header/);
		expect(polls.checkpoint.readUpTo).toBe(BEGINNING);
	});

	test('a checkpoint in the future does not blind the trigger', async () => {
		const polls = new Polls();
		polls.checkpoint = { ...polls.checkpoint, readUpTo: BEGINNING + 10 * 60 * MINUTE };
		const at = BEGINNING + 30 * MINUTE;
		polls.shows(({ startTimeAfter }) =>
			pageOf(at > Date.parse(String(startTimeAfter)) && at <= polls.now ? [event(1, at)] : []),
		);
		polls.now = at;
		expect(await polls.pass(MINUTE)).toHaveLength(1);
		expect(await polls.pass(MINUTE)).toEqual([]);
	});

	test('an event of the far future moves no checkpoint, and comes once', async () => {
		const polls = new Polls();
		polls.shows(() => pageOf([event(1, BEGINNING + 1e9)]));
		expect(await polls.pass(MINUTE)).toHaveLength(1);
		expect(polls.checkpoint.readUpTo).toBe(BEGINNING + MINUTE);
		expect(await polls.pass(2 * OVERLAP)).toEqual([]);
	});
});

test.each(['0001-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59Z'])(
	'an event whose time is a default, %s, is given out once',
	async (eventLogDate) => {
		const polls = new Polls();
		polls.shows(() => pageOf([event(1, BEGINNING, { eventLogDate })]));
		expect(await polls.pass(MINUTE)).toEqual([expect.objectContaining({ eventLogDate })]);
		for (let poll = 0; poll < 40; poll += 1) expect(await polls.pass(MINUTE)).toEqual([]);
	},
);

test.each([
	['2026-03-01T01:00:00.5+0100', BEGINNING + 500],
	['2026-03-01 00:00Z', BEGINNING],
	['2026-02-28T19:00:00-05', BEGINNING],
	[BEGINNING, BEGINNING],
	['2026-03-01T00:00:00', undefined],
	['2026-03-01T00:00:00 CET', undefined],
	['2026-02-30T00:00:00Z', undefined],
	['2026-03-01T00:00:00+99:99', undefined],
	['1772323200', undefined],
])('the time %j is read without a guess', (value, expected) => {
	expect(parseEventTime(value)).toBe(expected);
});
