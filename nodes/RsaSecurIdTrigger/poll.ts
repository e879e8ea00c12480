import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import {
	firstCheckpoint,
	nextFrom,
	parseCheckpoint,
	type Checkpoint,
} from '../../rsa/eventLogs/checkpoint';
import { eventLogs, type EventLogName } from '../../rsa/eventLogs/eventLog';
import { fetchEventPage } from '../../rsa/eventLogs/eventPage';
import { compareEvents, type LogEvent } from '../../rsa/eventLogs/logEvent';
import { readLog, timeOf, type ReadEvents } from '../../rsa/eventLogs/readLog';
import type { Client } from '../../rsa/throttle/client';
import type { EventFilter } from './eventFilter';
import { outputItem } from './outputItem';
import { failedPoll } from './pollError';

/** ms after which a poll leaves the rest to the next one: n8n's scheduler allows a poll 45 s. */
const LATE_AFTER = 25_000;

const DAY = 24 * 3_600_000;

/** A line for n8n's log: what an administrator should know. */
interface LogLine {
	readonly level: 'info' | 'warn';
	readonly text: string;
}

/** A log that has a checkpoint. */
interface PollOfLog {
	readonly log: EventLogName;
	readonly checkpoint: Checkpoint;
	/** Time at which the poll of all logs should end, by `performance.now()`. */
	readonly lateAt: number;
}

/** The result of one log in a poll. */
interface LogResult {
	readonly log: EventLogName;
	readonly checkpoint: Checkpoint;
	readonly events: readonly LogEvent[];
	/** Written only once the checkpoints are stored: they say what this poll did. */
	readonly lines: readonly LogLine[];
}

/**
 * Reads the logs from where the last poll ended, and moves the checkpoints: of all logs or, if one cannot be read, of none.
 *
 * @returns an item for each new event, sorted by time
 * @throws {NodeApiError | NodeOperationError | UserFacingError} if a log cannot be read, or a checkpoint is damaged
 */
export async function readNewEvents(
	context: IPollFunctions,
	filter: EventFilter,
	client: Client,
): Promise<INodeExecutionData[]> {
	const stored = context.getWorkflowStaticData('node');
	const results: LogResult[] = [];
	const lateAt = performance.now() + LATE_AFTER;
	for (const log of filter.logs) {
		const checkpoint = parseCheckpoint(stored[log]);
		results.push(
			checkpoint === undefined
				? await begin(context, log, client)
				: await goOn(context, filter, client, { log, checkpoint, lateAt }),
		);
	}
	keep(stored, results);
	results
		.flatMap(({ lines }) => lines)
		.forEach(({ level, text }) => context.logger[level](`RSA SecurID Trigger: ${text}`));
	return results
		.flatMap(({ log, events }) => events.map((event) => ({ log, event })))
		.sort((one, other) => compareEvents(one.event, other.event))
		.flatMap(({ log, event }) => {
			const kind = filter.kindOf(event, log);
			return kind === undefined ? [] : [outputItem(event, kind, log)];
		});
}

/** Stores the checkpoints, and deletes that of a log that is no longer read: if chosen again, it begins at that time. */
function keep(stored: IDataObject, results: readonly LogResult[]): void {
	for (const log of Object.keys(eventLogs)) {
		const result = results.find((each) => each.log === log);
		if (result === undefined) delete stored[log];
		else if (JSON.stringify(result.checkpoint) !== JSON.stringify(stored[log])) {
			stored[log] = { ...result.checkpoint };
		}
	}
}

/** The first poll after an activation. It fetches a page, so that the activation fails without permission or connection. */
async function begin(
	context: IPollFunctions,
	log: EventLogName,
	client: Client,
): Promise<LogResult> {
	const page = await fetchEventPage(eventLogs[log], {}, 0, client);
	if (page.kind === 'failed') throw failedPoll(context.getNode(), eventLogs[log], page);
	const from = timeOf(page.value, Date.now());
	// A checkpoint that is lost is not seen otherwise: n8n keeps it under the node's name, and an import has none.
	const text = `no checkpoint of the ${eventLogs[log].inWords} is stored, so the trigger starts with events from ${new Date(from).toISOString()} on`;
	return { log, checkpoint: firstCheckpoint(from), events: [], lines: [{ level: 'info', text }] };
}

async function goOn(
	context: IPollFunctions,
	filter: EventFilter,
	client: Client,
	{ log, checkpoint, lateAt }: PollOfLog,
): Promise<LogResult> {
	const read = await readLog(checkpoint, {
		log: eventLogs[log],
		client,
		now: () => Date.now(),
		isLate: () => performance.now() > lateAt,
		isWanted: (event) => filter.kindOf(event, log) !== undefined,
	});
	if (read.kind === 'failed') throw failedPoll(context.getNode(), eventLogs[log], read);
	const lines = warningsOf(log, checkpoint, read.value).map(
		(text) => ({ level: 'warn', text }) as const,
	);
	return { log, ...read.value, lines };
}

/** What an administrator should know of a poll of a log. */
function warningsOf(log: EventLogName, before: Checkpoint, read: ReadEvents): readonly string[] {
	const { inWords, daysKept } = eventLogs[log];
	const from = nextFrom(before);
	const isTooOld = before.rest === null && Date.now() - from > daysKept * DAY;
	return [
		...(isTooOld
			? [
					`the ${inWords} was last read up to ${new Date(from).toISOString()}. RSA keeps it for ${daysKept} days, so older events can no longer start the workflow. If the workflow was active all that time, no event is missing.`,
				]
			: []),
		...(read.unreadable > 0
			? [`entries of RSA's ${inWords} that are not events were skipped: ${read.unreadable}`]
			: []),
		...(read.forgotten > 0
			? [
					`too many events within half an hour to remember all of them. Events of RSA's ${inWords} that may start the workflow twice: ${read.forgotten}.`,
				]
			: []),
	];
}
