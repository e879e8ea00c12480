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

/**
 * An event as an item: RSA's properties, and whom it is about. `userId` is RSA's ID of a user or not there, so that a
 * next node can rely on it; what RSA itself has there is in `userIdInLog` if it is anything else.
 */
export function outputItem(
	{ json }: LogEvent,
	event: EventKindName,
	log: EventLogName,
): INodeExecutionData {
	const { userId: inLog, ...entry } = json;
	const named = userOf[log](json);
	const isKept = inLog === undefined || inLog === null || inLog === named.userId;
	return {
		json: {
			event,
			...(entry as IDataObject),
			...(!isKept && { userIdInLog: inLog }),
			...named,
		},
	};
}
