import type { INodeProperties } from 'n8n-workflow';

/**
 * The fields of all options. Times are in seconds. A switch is on by default, since adding the option means to switch it
 * on: a dry run that was added but is off would change what a person only wants to try.
 */
export const optionFields = {
	auditRecord: {
		displayName: 'Audit Record',
		name: 'auditRecord',
		type: 'boolean',
		default: true,
		description:
			'Whether to add an audit record: what was requested, by which execution, and the result',
	},
	clearPinFirst: {
		displayName: 'Clear PIN First',
		name: 'clearPinFirst',
		type: 'boolean',
		default: true,
		description:
			'Whether to clear the PIN first, because RSA can only clear the PIN of an assigned token',
		builderHint: { propertyHint: 'Add it for leavers, so that the next user gets no old PIN.' },
	},
	dryRun: {
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		description:
			'Whether to change nothing and return what would be changed, with the state before and after',
	},
	itemDeadline: {
		displayName: 'Item Deadline (Seconds)',
		name: 'itemDeadline',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 86_400 },
		default: 300,
		description:
			'Maximum time for one item. If RSA asks to wait longer, the item is returned as not attempted, with the time to try again.',
	},
	maxChanges: {
		displayName: 'Max Changes',
		name: 'maxChanges',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 100,
		description: 'Maximum changes in one run. If there are more, none is made.',
		builderHint: { propertyHint: 'Add it if a webhook, a form or a list feeds the node.' },
	},
	maxConcurrency: {
		displayName: 'Max Concurrency',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 256, numberPrecision: 0 },
		default: 64,
		description: "Maximum requests in flight. The node adapts to RSA's rate limit by itself.",
	},
	maxTries: {
		displayName: 'Max Tries',
		name: 'maxTries',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 20, numberPrecision: 0 },
		default: 4,
		description:
			'How many times to try a change that did not reach RSA or was not applied, or a look-up that failed',
	},
	newName: {
		displayName: 'Name',
		name: 'newName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Spare token of the London office',
		description:
			'Name of the hardware token, up to 255 characters. Its serial number if left empty.',
	},
	reference: {
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		default: '',
		placeholder: 'e.g. INC0012345',
		description:
			"Ticket number or other reference to add to the audit record. Needs the option 'Audit Record'.",
	},
	runDeadline: {
		displayName: 'Run Deadline (Seconds)',
		name: 'runDeadline',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 604_800 },
		default: 14_400,
		description:
			'Stop starting new items after this time. Remaining items are returned as not attempted.',
	},
	stopAfterFailures: {
		displayName: 'Stop After Failures',
		name: 'stopAfterFailures',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 10,
		description:
			'Stop starting new items after this many failures in a row. Remaining items are returned as not attempted.',
	},
	timeout: {
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		// Longer ones exceed Node's timers (2^31 ms), which then fire immediately.
		typeOptions: { minValue: 1, maxValue: 86_400 },
		// RSA names no response time; half a minute is what its Python client allows (PyDPlus).
		default: 30,
		description:
			"How long to wait for RSA's response to a request. After that, the state is looked up.",
	},
	verify: {
		displayName: 'Verify',
		name: 'verify',
		type: 'boolean',
		default: true,
		description:
			'Whether to look up the state before and after the change and add both to the item',
	},
} satisfies Readonly<Record<string, INodeProperties>>;

export type OptionName = keyof typeof optionFields;

/** Names of all options. */
export const optionNames = Object.keys(optionFields) as OptionName[];
