import type { EventLogName } from '../../rsa/eventLogs/eventLog';

/** A choice of the field Events. */
export interface EventKind {
	readonly name: string;
	readonly value: string;
	readonly description: string;
	readonly log: EventLogName;
	/**
	 * RSA's code of this event; undefined if the node has fields for the event. Source of the codes: RSA's page on user event
	 * monitor messages. No public page with the codes of changes of hardware tokens was found.
	 */
	readonly eventCode?: string;
}

/** Kinds of events that start a workflow, in the order of the form. An event of two kinds counts as the first of them. */
export const eventKinds = [
	{
		name: 'User Disabled in Directory',
		value: 'userDisabledInDirectory',
		description: 'RSA disabled a user who is disabled in the directory (event code 401)',
		log: 'userEvents',
		eventCode: '401',
	},
	{
		name: 'User Not Found in Directory',
		value: 'userNotFoundInDirectory',
		description: 'RSA disabled a user who is not found in the directory (event code 402)',
		log: 'userEvents',
		eventCode: '402',
	},
	{
		name: 'User Re-Enabled',
		value: 'userReEnabled',
		description: 'RSA enabled a user again (event code 400)',
		log: 'userEvents',
		eventCode: '400',
	},
	{
		name: 'User Event',
		value: 'userEvent',
		description: 'Another event of the user event log, by its code or text',
		log: 'userEvents',
	},
	{
		name: 'Administration Event',
		value: 'administrationEvent',
		description: 'An event of the administration event log, by its activity key, code or text',
		log: 'administrationEvents',
	},
] as const satisfies readonly EventKind[];

export type EventKindName = (typeof eventKinds)[number]['value'];
