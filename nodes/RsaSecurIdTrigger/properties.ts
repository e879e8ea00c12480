import type { INodeProperties } from 'n8n-workflow';

import { eventKinds, type EventKindName } from './eventKinds';

const onlyFor = (kind: EventKindName) => ({ show: { events: [kind] } });

const SEPARATE = 'Separate several with commas';
const ALL_FIELDS = 'An event must match every field that is filled in';

const labels = Object.fromEntries(eventKinds.map(({ name, value }) => [value, name]));

/** The node's subtitle on the canvas: the name of the chosen event, if it is only one. */
export const subtitle = `={{ $parameter["events"].length === 1 ? (${JSON.stringify(labels)})[$parameter["events"][0]] : "" }}`;

/** The fields of the node's form. n8n adds Poll Times. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'RSA shows an event some time after it happened. This node looks for new events at the Poll Times. If you rename the node, it starts again at the current time and skips earlier events.',
		name: 'delayNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: eventKinds.map(({ name, value, description }) => ({ name, value, description })),
		default: [],
		required: true,
		description: 'The events that start the workflow',
	},
	{
		displayName: 'Event Codes',
		name: 'eventCodes',
		type: 'string',
		default: '',
		placeholder: 'e.g. 20, 603',
		description: `RSA's codes of the user events. ${SEPARATE}. ${ALL_FIELDS}.`,
		displayOptions: onlyFor('userEvent'),
	},
	{
		displayName: 'Event Description Contains',
		name: 'eventDescription',
		type: 'string',
		default: '',
		placeholder: 'e.g. locked',
		description: `Part of RSA's description of the user events. Case does not matter. ${ALL_FIELDS}.`,
		displayOptions: onlyFor('userEvent'),
	},
	{
		displayName: 'Activity Keys',
		name: 'activityKeys',
		type: 'string',
		default: '',
		description: `RSA's activity keys of the administration events. ${SEPARATE}. ${ALL_FIELDS}.`,
		displayOptions: onlyFor('administrationEvent'),
	},
	{
		displayName: 'Activity Codes',
		name: 'activityCodes',
		type: 'string',
		default: '',
		placeholder: 'e.g. 80001',
		description: `RSA's activity codes of the administration events. ${SEPARATE}. ${ALL_FIELDS}.`,
		displayOptions: onlyFor('administrationEvent'),
	},
	{
		displayName: 'Message Contains',
		name: 'message',
		type: 'string',
		default: '',
		description: `Part of RSA's message of the administration events. Case does not matter. ${ALL_FIELDS}.`,
		displayOptions: onlyFor('administrationEvent'),
	},
];
