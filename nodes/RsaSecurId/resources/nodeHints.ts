import type { NodeHint } from 'n8n-workflow';

/** A hint for the person who builds a workflow. */
interface OperationHint {
	readonly message: string;
	readonly type: NonNullable<NodeHint['type']>;
	/** Resource and operation, joined by a dot. */
	readonly operations: readonly string[];
	/** Not shown once the option was added. */
	readonly withoutOption?: string;
}

const changesOfMany = [
	'authenticator.disable',
	'hardwareToken.clearPin',
	'hardwareToken.disable',
	'hardwareToken.unassign',
	'user.disable',
	'user.markDeleted',
	'user.offboard',
];

const hints: readonly OperationHint[] = [
	{
		message:
			"For a leaver, add the option 'Clear PIN First': RSA cannot clear the PIN of an unassigned hardware token.",
		type: 'info',
		operations: ['hardwareToken.unassign'],
		withoutOption: 'clearPinFirst',
	},
	{
		message: 'Deleting is permanent.',
		type: 'warning',
		operations: ['authenticator.delete', 'hardwareToken.delete', 'user.delete'],
	},
	{
		message:
			"If a webhook, a form or a list feeds this node, add the option 'Max Changes': if there are more changes than you expect, none is made.",
		type: 'info',
		operations: changesOfMany,
		withoutOption: 'maxChanges',
	},
];

/** The hints that n8n shows in the open node before it has run. */
export const nodeHints: NodeHint[] = hints.map(({ message, type, operations, withoutOption }) => ({
	message,
	type,
	location: 'outputPane',
	whenToDisplay: 'beforeExecution',
	displayCondition: conditionOf(operations, withoutOption),
}));

function conditionOf(operations: readonly string[], withoutOption: string | undefined): string {
	const isChosen = `${JSON.stringify(operations)}.includes($parameter["resource"] + "." + $parameter["operation"])`;
	const isNotAdded = `($parameter["options"] ?? {})["${withoutOption}"] === undefined`;
	return `={{ ${isChosen}${withoutOption === undefined ? '' : ` && ${isNotAdded}`} }}`;
}
