import type { WorkflowFile } from '../../sandbox/n8n/instance.mts';
import type { WorkflowNode } from '../../sandbox/n8n/webhooks.mts';

export type Operation = 'clearPin' | 'unassign';
export type OnError = 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';

export const operations: readonly Operation[] = ['clearPin', 'unassign'];
export const errorModes: readonly OnError[] = [
	'stopWorkflow',
	'continueRegularOutput',
	'continueErrorOutput',
];

interface Settings {
	readonly id: string;
	readonly operation: Operation;
	readonly onError: OnError;
	readonly credential: string;
	/** When the webhook responds: with the output (the default), or as soon as n8n has the execution. */
	readonly responds?: 'lastNode' | 'onReceived';
}

const position = [0, 0];
const credentials = (id: string) => ({ rsaCloudAdministrationApi: { id, name: id } });
const to = (node: string, index = 0) => [{ node, type: 'main', index }];

/**
 * A webhook takes `{ ticket, leavers: [{ userId, serialNumber }] }`, the node processes them, and the response
 * is the output: each item with the ticket that `$('Webhook').item` finds, and the output it came by.
 */
export function webhookWorkflow(settings: Settings): WorkflowFile {
	const { id, onError } = settings;
	return {
		id,
		name: id,
		nodes: [
			webhookNode(settings),
			{
				id: '2',
				name: 'Leavers',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position,
				parameters: { fieldToSplitOut: 'body.leavers', options: {} },
			},
			rsaSecurIdNode(settings),
			markNode('Success', '4'),
			markNode('Failure', '5'),
			{
				id: '6',
				name: 'Answer',
				type: 'n8n-nodes-base.merge',
				typeVersion: 3.2,
				position,
				parameters: {},
			},
		],
		connections: {
			Webhook: { main: [to('Leavers')] },
			Leavers: { main: [to('RSA SecurID')] },
			'RSA SecurID': {
				main: [to('Success'), ...(onError === 'continueErrorOutput' ? [to('Failure')] : [])],
			},
			Success: { main: [to('Answer')] },
			Failure: { main: [to('Answer', 1)] },
		},
		settings: { executionOrder: 'v1' },
	};
}

/** The same as a loop: the node gets each leaver in a run of its own, and the response is what became of them. */
export function loopWorkflow(settings: Settings): WorkflowFile {
	const workflow = webhookWorkflow(settings);
	const [webhook, leavers, node] = workflow.nodes;
	const loop = {
		id: '7',
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		position,
		parameters: { batchSize: 1, options: {} },
	};
	return {
		...workflow,
		nodes: [webhook, leavers, node, loop, markNode('Done', '4')].filter(
			(each) => each !== undefined,
		),
		connections: {
			Webhook: { main: [to('Leavers')] },
			Leavers: { main: [to('Loop')] },
			Loop: { main: [to('Done'), to('RSA SecurID')] },
			'RSA SecurID': { main: [to('Loop')] },
		},
	};
}

/** One leaver, started from the command line. */
export function commandLineWorkflow(settings: Settings, leaver: object): WorkflowFile {
	const node = rsaSecurIdNode(settings);
	const workflow = startedByHand(settings.id, [setNode('Leaver', leaver), node]);
	return {
		...workflow,
		connections: { ...workflow.connections, Leaver: { main: [to(node.name)] } },
	};
}

/** A webhook takes `{ email }`, and the response is what became of the offboarding that takes everything. */
export function offboardWorkflow(id: string, credential: string): WorkflowFile {
	const node = {
		id: '2',
		name: 'RSA SecurID',
		type: 'n8n-nodes-rsa-securid.rsaSecurId',
		typeVersion: 1,
		position,
		onError: 'continueRegularOutput',
		credentials: credentials(credential),
		parameters: {
			resource: 'user',
			operation: 'offboard',
			user: { __rl: true, mode: 'email', value: '={{ $json.body.email }}' },
			registeredDevices: true,
			confirmDeletion: true,
			markDeleted: true,
			options: {},
		},
	};
	return behindWebhook(id, node);
}

/** n8n's HTTP Request node behind a webhook, with the credential as its predefined credential type. */
export function httpRequestWorkflow(id: string, url: string, credential: string): WorkflowFile {
	const node = {
		id: '2',
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position,
		credentials: credentials(credential),
		parameters: {
			method: 'POST',
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'rsaCloudAdministrationApi',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '{ "tokenSerialNumber": "000200000002" }',
			options: {},
		},
	};
	return behindWebhook(id, node);
}

/** Puts a text into the execution data: a search for secrets has to find it there. */
export function leakingWorkflow(id: string, secret: string): WorkflowFile {
	return startedByHand(id, [setNode('Leak', { leaked: secret })]);
}

function webhookNode({ id, responds = 'lastNode' }: Pick<Settings, 'id' | 'responds'>) {
	return {
		id: '1',
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position,
		webhookId: id,
		parameters: {
			httpMethod: 'POST',
			path: id,
			responseMode: responds,
			responseData: 'allEntries',
			options: {},
		},
	};
}

function startedByHand(id: string, nodes: ReadonlyArray<WorkflowNode & { name: string }>) {
	const start = {
		id: '1',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position,
		parameters: {},
	};
	return {
		id,
		name: id,
		nodes: [start, ...nodes],
		connections: { Start: { main: [nodes.slice(0, 1).flatMap(({ name }) => to(name))] } },
		settings: { executionOrder: 'v1' },
	};
}

function setNode(name: string, json: object) {
	return {
		id: '2',
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position,
		parameters: { mode: 'raw', jsonOutput: JSON.stringify(json), options: {} },
	};
}

function rsaSecurIdNode({ operation, onError, credential }: Settings) {
	return {
		id: '3',
		name: 'RSA SecurID',
		type: 'n8n-nodes-rsa-securid.rsaSecurId',
		typeVersion: 1,
		position,
		onError,
		credentials: credentials(credential),
		parameters: {
			resource: 'hardwareToken',
			operation,
			user: { __rl: true, mode: 'id', value: '={{ $json.userId }}' },
			serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.serialNumber }}' },
			options: {},
		},
	};
}

function markNode(output: string, id: string) {
	return {
		id,
		name: output,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position,
		parameters: {
			includeOtherFields: true,
			assignments: {
				assignments: [
					{ id: '1', name: 'cameBy', type: 'string', value: output },
					{
						id: '2',
						name: 'ticket',
						type: 'string',
						value: "={{ $('Webhook').item.json.body.ticket }}",
					},
				],
			},
			options: {},
		},
	};
}

/** A workflow of one node, which a request of its own starts. */
function behindWebhook(
	id: string,
	node: WorkflowFile['nodes'][number] & { readonly name: string },
): WorkflowFile {
	return {
		id,
		name: id,
		nodes: [webhookNode({ id }), node],
		connections: { Webhook: { main: [to(node.name)] } },
		settings: { executionOrder: 'v1' },
	};
}
