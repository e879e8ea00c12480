import type { INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../sandbox/n8n/instance.mts';
import type { TokenChange } from './targets.mts';

/** An API key; an OAuth client; a host with which no secure connection can be made. */
export type CredentialName = 'apiKey' | 'oAuthClient' | 'brokenTls';

/** What one workflow of the soak does with its items. */
export interface Work {
	/** Hardware Token unless it says so. */
	readonly resource?: string;
	readonly operation: string;
	/** What is changed: see {@link ItemSupply}. */
	readonly of: WorkTargets;
	readonly parameters?: INodeParameters;
	/** Of hardware tokens: whether the PIN is cleared on the way. */
	readonly clearsPinFirst?: boolean;
	readonly verifies?: boolean;
	/** What it signs in with; the tenant's API key unless it says so. */
	readonly credential?: CredentialName;
}

/** What the items of a work are about. */
export type WorkTargets =
	| { readonly kind: 'token' | 'allTokens'; readonly change: TokenChange }
	| { readonly kind: 'device' | 'codes' | 'everything' }
	| { readonly kind: 'fido' | 'ds100'; readonly status: 'Enabled' | 'Disabled' }
	| { readonly kind: 'highRisk'; readonly action: 'add' | 'remove' }
	/** It only reads, or starts a report, which RSA does once in 8 hours. */
	| { readonly kind: 'nothing' };

const one = (change: TokenChange) => ({
	operation: change,
	of: { kind: 'token', change } as const,
});
const all = (change: TokenChange) => ({
	operation: change,
	of: { kind: 'allTokens', change } as const,
});
const nothing = { kind: 'nothing' } as const;
const authenticator = { resource: 'authenticator' };
const byId = { authenticatorId: '={{ $json.target }}' };
const fido = { ...authenticator, parameters: { kind: 'fido', ...byId } };
const ds100 = {
	...authenticator,
	parameters: { kind: 'ds100', deviceSerialNumber: '={{ $json.target }}' },
};
const deletion = {
	...authenticator,
	operation: 'delete',
	of: { kind: 'device' },
	parameters: { ...byId, confirmDeletion: true },
} as const;
const highRiskUser = { resource: 'highRiskUser' };
const report = { resource: 'report', of: nothing, parameters: { reportType: 'users' } };
const offboarding = {
	resource: 'user',
	operation: 'offboard',
	of: { kind: 'everything' },
	parameters: { registeredDevices: true, confirmDeletion: true },
} as const;

/** By the names of their workflows and webhooks. */
export const works = {
	clearPin: one('clearPin'),
	clearPinVerified: { ...one('clearPin'), verifies: true },
	clearPinOfAll: all('clearPin'),
	disable: one('disable'),
	unassign: one('unassign'),
	unassignVerified: { ...one('unassign'), verifies: true },
	unassignAfterClearPin: { ...one('unassign'), clearsPinFirst: true },
	unassignAll: all('unassign'),
	unassignAllAfterClearPin: { ...all('unassign'), clearsPinFirst: true, verifies: true },
	unassignSignedIn: { ...one('unassign'), credential: 'oAuthClient' },
	clearPinSignedIn: { ...one('clearPin'), credential: 'oAuthClient' },
	unassignOverBrokenTls: { ...one('unassign'), credential: 'brokenTls' },
	deleteDevice: deletion,
	deleteDeviceVerified: { ...deletion, verifies: true },
	disableFido: { ...fido, operation: 'disable', of: { kind: 'fido', status: 'Disabled' } },
	enableFido: { ...fido, operation: 'enable', of: { kind: 'fido', status: 'Enabled' } },
	disableDs100: { ...ds100, operation: 'disable', of: { kind: 'ds100', status: 'Disabled' } },
	enableDs100: { ...ds100, operation: 'enable', of: { kind: 'ds100', status: 'Enabled' } },
	disableCodes: {
		resource: 'emergencyAccessCode',
		operation: 'disable',
		of: { kind: 'codes' },
	},
	addHighRisk: { ...highRiskUser, operation: 'add', of: { kind: 'highRisk', action: 'add' } },
	removeHighRisk: {
		...highRiskUser,
		operation: 'remove',
		of: { kind: 'highRisk', action: 'remove' },
	},
	offboard: offboarding,
	offboardVerified: { ...offboarding, verifies: true },
	listAuthenticators: { ...authenticator, operation: 'getAll', of: nothing },
	listHighRiskUsers: { ...highRiskUser, operation: 'getAll', of: nothing },
	generateReport: { ...report, operation: 'generate' },
	downloadReport: { ...report, operation: 'download' },
} as const satisfies Readonly<Record<string, Work>>;

export type WorkName = keyof typeof works;

/** All of them. */
export const workNames = Object.keys(works) as WorkName[];

/** Times in seconds. A response that arrives slowly, or not at all, costs a try. */
const options = { timeout: 3, itemDeadline: 60, maxConcurrency: 16 };

/** The id of the workflow. */
export const workflowId = 'soak';

/**
 * One workflow for all works, since to publish one takes n8n some ten seconds: for each a webhook of its name,
 * which takes `{ batch, items }` and returns the node's output.
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
	resource = 'hardwareToken',
	operation,
	of: { kind },
	parameters = {},
	clearsPinFirst,
	verifies,
	credential,
}: Work) {
	return {
		resource,
		operation,
		user: {
			__rl: true,
			mode: resource === 'hardwareToken' ? 'id' : 'email',
			value: '={{ $json.user }}',
		},
		...(resource === 'hardwareToken' && {
			tokens: kind === 'allTokens' ? 'all' : 'one',
			serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.target }}' },
		}),
		...parameters,
		options: {
			...options,
			...(clearsPinFirst && { clearPinFirst: true }),
			...(verifies && { verify: true }),
			...(credential === 'brokenTls' && { maxTries: 2 }),
		},
	};
}
