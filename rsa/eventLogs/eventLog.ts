import type { components } from '../../contract/rsa-cloud-administration.types';
import { permissions } from '../errors/permissions';
import type { EndpointName } from '../http/endpoints';

/** One of RSA's logs. */
export interface EventLog {
	readonly endpoint: Extract<EndpointName, 'exportUserEventLog' | 'exportAdministrationEventLog'>;
	/** Property of a page that has its entries. */
	readonly entries:
		| (keyof components['schemas']['UserEventPage'] & 'userEventLogExportEntries')
		| (keyof components['schemas']['AdministrationEventPage'] & 'elements');
	/** Its name, for texts. */
	readonly inWords: string;
	/** Days for which RSA keeps an event (RSA's pages of the two calls). */
	readonly daysKept: number;
	readonly permission: string;
}

/** RSA's logs, by the names under which their checkpoints are stored with a workflow. */
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
