import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { eventLogs, type EventLogName } from '../../rsa/eventLogs/eventLog';
import { fetchEventPage } from '../../rsa/eventLogs/eventPage';
import { compareEvents, type LogEvent } from '../../rsa/eventLogs/logEvent';
import type { Client } from '../../rsa/throttle/client';
import { UserFacingError } from '../../rsa/values/userFacingError';
import type { EventFilter } from './eventFilter';
import { outputItem } from './outputItem';
import { failedPoll } from './pollError';

/** Maximum events of a sample. */
const MOST_EVENTS = 5;

/** Pages that are read at each end of a log, as it is not relied on which end has the newest events. */
const PAGES_OF_AN_END = 5;

/** Days to look back, in this order, until there is a sample; then all days that RSA keeps. */
const LOOK_BACK = [1, 7] as const;

const DAY = 24 * 3_600_000;

/**
 * The newest events, for n8n's Fetch Test Event. Moves no checkpoint.
 *
 * @throws {NodeApiError | NodeOperationError} if a log cannot be read
 * @throws {UserFacingError} if RSA has no such event
 */
export async function readSample(
	context: IPollFunctions,
	filter: EventFilter,
	client: Client,
): Promise<INodeExecutionData[]> {
	for (const days of [...LOOK_BACK, undefined]) {
		const found: Array<{ log: EventLogName; event: LogEvent }> = [];
		for (const log of filter.logs) {
			const after = Date.now() - (days ?? eventLogs[log].daysKept) * DAY;
			for (const event of await readEnds(context, log, after, client)) {
				found.push({ log, event });
			}
		}
		const items = found
			.sort((one, other) => compareEvents(other.event, one.event))
			.flatMap(({ log, event }) => {
				const kind = filter.kindOf(event, log);
				return kind === undefined ? [] : [outputItem(event, kind, log)];
			});
		if (items.length > 0) return items.slice(0, MOST_EVENTS);
	}
	throw new UserFacingError(
		"None of the chosen events was found in RSA's event log",
		'So there is no sample for the next nodes. You can publish the workflow anyway: it starts with the first such event.',
	);
}

/** The events of the first and the last pages of a log, each once. */
async function readEnds(
	context: IPollFunctions,
	log: EventLogName,
	after: number,
	client: Client,
): Promise<readonly LogEvent[]> {
	const events = new Map<string, LogEvent>();
	let totalPages = 1;
	for (let number = 0; number < totalPages; number += 1) {
		if (number >= PAGES_OF_AN_END) number = Math.max(number, totalPages - PAGES_OF_AN_END);
		const page = await fetchEventPage(eventLogs[log], { after }, number, client);
		if (page.kind === 'failed') throw failedPoll(context.getNode(), eventLogs[log], page);
		totalPages = page.value.totalPages;
		page.value.events.forEach((event) => events.set(event.key, event));
	}
	return [...events.values()];
}
