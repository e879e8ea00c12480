import type { WorkflowFile } from '../sandbox/n8n/instance.mts';
import type { HardwareToken, JournalEntry } from '../sandbox/tenant/tenant.mts';

type ChangingOperation = Extract<
	NonNullable<JournalEntry['operation']>,
	'clearPin' | 'unassign' | 'disable'
>;

/** An API key; an OAuth client; a host with which no secure connection can be made. */
export type CredentialName = 'apiKey' | 'oAuthClient' | 'brokenTls';

/** What one workflow of the soak does with its items. */
export interface Work {
	readonly operation: ChangingOperation;
	/** Whether an item stands for all hardware tokens of its user. */
	readonly ofAllTokens?: boolean;
	/** Whether the PIN is cleared on the way. */
	readonly clearsPinFirst?: boolean;
	readonly verifies?: boolean;
	/** What it signs in with; the tenant's API key unless it says so. */
	readonly credential?: CredentialName;
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
	unassignSignedIn: { operation: 'unassign', credential: 'oAuthClient' },
	clearPinSignedIn: { operation: 'clearPin', credential: 'oAuthClient' },
	unassignOverBrokenTls: { operation: 'unassign', credential: 'brokenTls' },
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

/** The id of the workflow. */
export const workflowId = 'soak';

/**
 * One workflow for all works, since to publish one takes n8n some ten seconds: for each a webhook of its name,
 * which takes `{ batch, items }` and answers what came out.
 */
export function soakWorkflow(): WorkflowFile {
	return {
		id: workflowId,
		name: workflowId,
		nodes: workNames.flatMap(nodesFor),
		connections: Object.fromEntries(
			workNames.flatMap((name) => [
				[`Webhook ${name}`, to(`Items ${name}`)],
				[`Items ${name}`, to(name)],
			]),
		),
		settings: {
			executionOrder: 'v1',
			saveDataSuccessExecution: 'all',
			saveDataErrorExecution: 'all',
		},
	};
}

function to(node: string): object {
	return { main: [[{ node, type: 'main', index: 0 }]] };
}

function nodesFor(name: WorkName) {
	const { credential = 'apiKey' }: Work = works[name];
	const node = (
		nodeName: string,
		type: string,
		typeVersion: number,
		parameters: Readonly<Record<string, unknown>>,
	) => ({
		id: nodeName,
		name: nodeName,
		type,
		typeVersion,
		position: [0, 0],
		parameters,
	});
	return [
		{
			...node(`Webhook ${name}`, 'n8n-nodes-base.webhook', 2, {
				httpMethod: 'POST',
				path: name,
				responseMode: 'lastNode',
				responseData: 'allEntries',
				options: {},
			}),
			webhookId: name,
		},
		node(`Items ${name}`, 'n8n-nodes-base.splitOut', 1, {
			fieldToSplitOut: 'body.items',
			options: {},
		}),
		{
			...node(name, 'n8n-nodes-rsa-securid.rsaSecurId', 1, parametersOf(works[name])),
			onError: 'continueRegularOutput',
			credentials: { rsaCloudAdministrationApi: { id: credential, name: credential } },
		},
	];
}

function parametersOf({
	operation,
	ofAllTokens = false,
	clearsPinFirst,
	verifies,
	credential,
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
			...(credential === 'brokenTls' && { maxTries: 2 }),
		},
	};
}
