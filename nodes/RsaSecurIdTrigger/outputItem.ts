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

/** Properties of an item that a next node relies on, and where RSA's own of that name is if it is anything else. */
const OWN = { event: 'eventInLog', userId: 'userIdInLog', email: 'emailInLog' } as const;

/**
 * An event as an item: RSA's properties, and whom it is about. `userId` is RSA's ID of a user or not there, so that a
 * next node can rely on it; what RSA itself has there is in `userIdInLog` if it is anything else.
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
