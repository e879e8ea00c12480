import type { INodeProperties } from 'n8n-workflow';

/**
 * The fields of all options. Times are in seconds, as people enter them. A switch is on once it was added: adding it
 * is what asks for it, and a switch that is added and left off would change what somebody meant to try.
 */
export const optionFields = {
	auditRecord: {
		displayName: 'Audit Record',
		name: 'auditRecord',
		type: 'boolean',
		default: true,
		description:
			'Whether to add a flat record to each item of what was asked for, by which execution, and what it came to',
	},
	clearPinFirst: {
		displayName: 'Clear PIN First',
		name: 'clearPinFirst',
		type: 'boolean',
		default: true,
		description:
			'Whether to clear the PIN before, since RSA clears the PIN of assigned hardware tokens only',
	},
	dryRun: {
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		description:
			'Whether to change nothing and only say what would be done, with the state before and after',
	},
	itemDeadline: {
		displayName: 'Item Deadline',
		name: 'itemDeadline',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 86_400 },
		default: 300,
		description:
			'Seconds that one item may take. Where RSA asks to wait longer, the item comes out as not attempted, with the time to come back.',
	},
	maxChanges: {
		displayName: 'Max Changes',
		name: 'maxChanges',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 100,
		description: 'How many changes a run may make. A run with more of them makes none.',
	},
	maxConcurrency: {
		displayName: 'Max Concurrency',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 256, numberPrecision: 0 },
		default: 64,
		description:
			'How many requests may be on their way at once. The speed that RSA allows is found without setting this.',
	},
	maxTries: {
		displayName: 'Max Tries',
		name: 'maxTries',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 20, numberPrecision: 0 },
		default: 4,
		description: 'How often a change is sent that did not reach RSA or was not carried out',
	},
	newName: {
		displayName: 'Name',
		name: 'newName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Spare token of the London office',
		description:
			'What the hardware token is called, in 255 characters at most. Its serial number, if left empty.',
	},
	reference: {
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		default: '',
		placeholder: 'e.g. INC0012345',
		description: 'A ticket number or the like that goes into the audit record',
	},
	runDeadline: {
		displayName: 'Run Deadline',
		name: 'runDeadline',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 604_800 },
		default: 14_400,
		description:
			'Stop starting new items after this many seconds. Remaining items are returned as not attempted.',
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
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		// Longer ones do not fit into Node's timers (2^31 ms), which then fire at once.
		typeOptions: { minValue: 1, maxValue: 86_400 },
		// RSA names no response time; half a minute is what its Python client allows (PyDPlus).
		default: 30,
		description: "Seconds to wait for RSA's answer before the hardware token is read back",
	},
	verify: {
		displayName: 'Verify',
		name: 'verify',
		type: 'boolean',
		default: true,
		description:
			'Whether to look up what is changed before and after the change, and to add both states to the item',
	},
} satisfies Readonly<Record<string, INodeProperties>>;

export type OptionName = keyof typeof optionFields;

export const optionNames = Object.keys(optionFields) as OptionName[];
