import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { EventLogName } from '../../rsa/eventLogs/eventLog';
import type { LogEvent } from '../../rsa/eventLogs/logEvent';
import {
	userOfAdministrationEvent,
	userOfUserEvent,
	type NamedUser,
} from '../../rsa/eventLogs/namedUser';
import type { JsonObject } from '../../rsa/values/jsonObject';
import type { EventKindName } from './eventKinds';

const userOf: Readonly<Record<EventLogName, (event: JsonObject) => NamedUser>> = {
	userEvents: userOfUserEvent,
	administrationEvents: userOfAdministrationEvent,
};

/** Properties that the node adds, and the names under which RSA's own property of that name is kept if it differs. */
const OWN = { event: 'eventInLog', userId: 'userIdInLog', email: 'emailInLog' } as const;

/**
 * An event as an item: RSA's properties, and the user whom it is about. `userId` is always RSA's ID of a user, or left out,
 * so that the next nodes can rely on it. RSA's own `userId` is in `userIdInLog` if it is anything else.
 */
export function outputItem(
	{ json }: LogEvent,
	event: EventKindName,
	log: EventLogName,
): INodeExecutionData {
	const own: JsonObject = { event, ...userOf[log](json) };
	const entry = Object.fromEntries(Object.entries(json).filter(([name]) => !(name in OWN)));
	const inLog = Object.entries(OWN)
		.filter(([name]) => isGiven(json[name]) && json[name] !== own[name])
		.map(([name, nameInLog]) => [nameInLog, json[name]]);
	return { json: { event, ...entry, ...Object.fromEntries(inLog), ...own } as IDataObject };
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}
