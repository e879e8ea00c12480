import type { Client } from '../../rsa/throttle/client.ts';
import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import { EventLog, type LoggedEvent } from '../../sandbox/tenant/event-log.mts';
import {
	firstCheckpoint,
	parseCheckpoint,
	type Checkpoint,
} from '../../rsa/eventLogs/checkpoint.ts';
import { eventLogs } from '../../rsa/eventLogs/eventLog.ts';
import type { LogEvent } from '../../rsa/eventLogs/logEvent.ts';
import { readLog } from '../../rsa/eventLogs/readLog.ts';

/** 2026-03-01, in ms since 1970. */
export const BEGINNING = Date.UTC(2026, 2, 1);

type Entry = Parameters<EventLog<{ eventCode: string }>['add']>[0];

/** How the log and the machine that reads it are. */
export interface ReaderSettings {
	readonly order?: 'ascending' | 'descending';
	readonly pageSize?: number;
	/** ms that a request takes, in which events go on coming in. */
	readonly latency?: number;
	/** ms that the machine's clock is ahead of the server's. */
	readonly machineAhead?: number;
	/** Whether a request fails, by its number from 0. */
	readonly fails?: (request: number) => boolean;
	/** Windows of a poll, at most. */
	readonly windowsOfAPoll?: number;
}

/** A log on a virtual clock, and a workflow that reads it as n8n has its trigger read: its static data is saved with each event that starts it. */
export class EventLogReader {
	now = BEGINNING;
	readonly log = new EventLog<Entry>();
	readonly requests: RsaRequest[] = [];
	readonly given: LogEvent[] = [];
	readonly #settings: ReaderSettings;
	#checkpoint: Checkpoint;
	#saved: string;

	constructor(settings: ReaderSettings = {}) {
		this.#settings = settings;
		// Activated by the server's clock, which has whole seconds.
		this.#checkpoint = firstCheckpoint(BEGINNING);
		this.#saved = JSON.stringify(this.#checkpoint);
	}

	get checkpoint(): Checkpoint {
		return this.#checkpoint;
	}

	/** An event of which the workflow is to be started. */
	add(at: number, delay = 0, eventCode = '401'): LoggedEvent<Entry> {
		return this.log.add({ eventCode }, at, { at, delay });
	}

	/** @returns whether it could read the log */
	async poll(): Promise<boolean> {
		let windows = 0;
		const read = await readLog(this.#checkpoint, {
			log: eventLogs.userEvents,
			client: this.#client(),
			now: () => this.now + (this.#settings.machineAhead ?? 0),
			isLate: () => (windows += 1) >= (this.#settings.windowsOfAPoll ?? 1000),
			isWanted: ({ json }) => json.eventCode === '401',
		});
		if (read.kind === 'failed') return false;
		this.#checkpoint = read.value.checkpoint;
		this.given.push(...read.value.events);
		if (read.value.events.length > 0) this.#saved = JSON.stringify(this.#checkpoint);
		return true;
	}

	/** The process is killed, and begins with what was saved. */
	restart(): void {
		const checkpoint = parseCheckpoint(JSON.parse(this.#saved));
		if (checkpoint === undefined) throw new Error('Nothing was saved');
		this.#checkpoint = checkpoint;
	}

	#client(): Client {
		return {
			maxAttempts: 1,
			trace: { attempts: 0, waited: 0 },
			send: async (request) => await Promise.resolve(this.#answer(request)),
			waitBeforeRetry: async () => await Promise.resolve(false),
			waitBeforeLookUp: async () => await Promise.resolve(false),
			hasTime: () => true,
			timeLeft: () => 1000,
			timeOfLaterSteps: 0,
		};
	}

	#answer(request: RsaRequest): SendResult {
		const { latency = 0, fails, order = 'ascending', pageSize = 100 } = this.#settings;
		this.requests.push(request);
		this.now += latency;
		if (fails?.(this.requests.length - 1) === true) {
			return { kind: 'answerLost', reason: 'no answer' };
		}
		const { query = {} } = request;
		const { entries, ...page } = this.log.page(
			{
				after: Date.parse(String(query['startTimeAfter'])),
				until:
					query['endTimeOnOrBefore'] === undefined
						? this.now
						: Date.parse(String(query['endTimeOnOrBefore'])),
				pageNumber: Number(query['pageNumber']),
				pageSize,
				order,
			},
			this.now,
		);
		const headers = { date: new Date(this.now).toUTCString() };
		const body = { ...page, userEventLogExportEntries: entries };
		return { kind: 'response', response: { status: 200, headers, body } };
	}
}
