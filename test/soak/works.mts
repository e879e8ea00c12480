import type { WorkflowFile } from '../../sandbox/n8n/instance.mts';
import type { HardwareToken, JournalEntry } from '../../sandbox/tenant.mts';

type ChangingOperation = Extract<
	NonNullable<JournalEntry['operation']>,
	'clearPin' | 'unassign' | 'disable'
>;

/** What one workflow of the soak does with its items. */
export interface Work {
	readonly operation: ChangingOperation;
	/** Whether an item stands for all hardware tokens of its user. */
	readonly ofAllTokens?: boolean;
	/** Whether the PIN is cleared on the way. */
	readonly clearsPinFirst?: boolean;
	readonly verifies?: boolean;
	/** Whether it goes to a host with which no secure connection can be made. */
	readonly overBrokenTls?: boolean;
}

/** By the names of their workflows and webhooks. */
export const works = {
	clearPin: { operation: 'clearPin' },
	clearPinVerified: { operation: 'clearPin', verifies: true },
	clearPinOfAll: { operation: 'clearPin', ofAllTokens: true },
	disable: { operation: 'disable' },
	unassign: { operation: 'unassign' },
	unassignVerified: { operation: 'unassign', verifies: true },
	unassignAfterClearPin: { operation: 'unassign', clearsPinFirst: true },
	unassignAll: { operation: 'unassign', ofAllTokens: true },
	unassignAllAfterClearPin: {
		operation: 'unassign',
		ofAllTokens: true,
		clearsPinFirst: true,
		verifies: true,
	},
	unassignOverBrokenTls: { operation: 'unassign', overBrokenTls: true },
} as const satisfies Readonly<Record<string, Work>>;

export type WorkName = keyof typeof works;

/** All of them. */
export const workNames = Object.keys(works) as WorkName[];

/** What an outcome says that was done, and by which request: whatever is not here was there before. */
export const outcomesOfChanges: Readonly<Record<ChangingOperation, string>> = {
	clearPin: 'pinCleared',
	unassign: 'unassigned',
	disable: 'disabled',
};

/** Whether a hardware token is as it is after a change. */
export const isReached: Readonly<Record<ChangingOperation, (token: HardwareToken) => boolean>> = {
	clearPin: ({ pinSet }) => !pinSet,
	unassign: ({ userId }) => userId === null,
	disable: ({ tokenStatus }) => tokenStatus === 'Disabled',
};

/** Seconds. An answer that trickles in, or none at all, costs a try. */
const options = { timeout: 3, itemDeadline: 60, maxConcurrency: 16 };

const position = [0, 0];

/**
 * @param name of the work, of the workflow and of its webhook, which takes `{ items }` and answers what came out
 * @param credential id of its credential
 */
export function workflowFor(name: WorkName, credential: string): WorkflowFile {
	const work: Work = works[name];
	return {
		id: name,
		name,
		nodes: [
			{
				id: 'webhook',
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position,
				webhookId: name,
				parameters: {
					httpMethod: 'POST',
					path: name,
					responseMode: 'lastNode',
					responseData: 'allEntries',
					options: {},
				},
			},
			{
				id: 'split',
				name: 'Items',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position,
				parameters: { fieldToSplitOut: 'body.items', options: {} },
			},
			{
				id: 'rsa',
				name: 'RSA SecurID',
				type: 'n8n-nodes-rsa-securid.rsaSecurId',
				typeVersion: 1,
				position,
				onError: 'continueRegularOutput',
				credentials: { rsaCloudAdministrationApi: { id: credential, name: credential } },
				parameters: parametersOf(work),
			},
		],
		connections: {
			Webhook: { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
			Items: { main: [[{ node: 'RSA SecurID', type: 'main', index: 0 }]] },
		},
		settings: {
			executionOrder: 'v1',
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
		},
	};
}

function parametersOf({
	operation,
	ofAllTokens = false,
	clearsPinFirst,
	verifies,
	overBrokenTls = false,
}: Work) {
	return {
		resource: 'hardwareToken',
		operation,
		user: { __rl: true, mode: 'id', value: '={{ $json.userId }}' },
		tokens: ofAllTokens ? 'all' : 'one',
		serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.serialNumber }}' },
		options: {
			...options,
			...(clearsPinFirst && { clearPinFirst: true }),
			...(verifies && { verify: true }),
			...(overBrokenTls && { maxTries: 2 }),
		},
	};
}
