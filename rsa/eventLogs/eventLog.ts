import type { components } from '../../contract/rsa-cloud-administration.types';
import { permissions } from '../errors/permissions';
import type { EndpointName } from '../http/endpoints';

/** A log of RSA's. */
export interface EventLog {
	readonly endpoint: Extract<EndpointName, 'exportUserEventLog' | 'exportAdministrationEventLog'>;
	/** Property of a page that has its entries. */
	readonly entries:
		| (keyof components['schemas']['UserEventPage'] & 'userEventLogExportEntries')
		| (keyof components['schemas']['AdministrationEventPage'] & 'elements');
	/** As a part of a sentence. */
	readonly inWords: string;
	/** Days that RSA keeps an event, by its pages of the two calls. */
	readonly daysKept: number;
	readonly permission: string;
}

/** RSA's logs, by the names under which a workflow keeps how far they were read. */
export const eventLogs = {
	userEvents: {
		endpoint: 'exportUserEventLog',
		entries: 'userEventLogExportEntries',
		inWords: 'user event log',
		daysKept: 40,
		permission: permissions.readUserEvents,
	},
	administrationEvents: {
		endpoint: 'exportAdministrationEventLog',
		entries: 'elements',
		inWords: 'administration event log',
		daysKept: 90,
		permission: permissions.readAdministrationEvents,
	},
} as const satisfies Readonly<Record<string, EventLog>>;

export type EventLogName = keyof typeof eventLogs;
