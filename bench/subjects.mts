import type { WorkflowNode } from '../sandbox/n8n/webhooks.mts';

/** The subjects that can be measured. */
export type Subject =
	| 'node'
	| 'nodeForUsers'
	| 'httpRequest'
	| 'httpRequestRetrying'
	| 'httpRequestByHand'
	| 'bareLoop'
	| 'boundedLoop'
	| 'parameterLoop';

/** Address and access token for the requests of a subject. */
export interface Access {
	/** Base URL of the tenant's API. */
	readonly adminRestApiUrl: string;
	/** An access token, for a subject that sends it in a header of its own. */
	readonly jwt: string;
}

/** A way to unassign the tokens of `{ userId, serialNumber }` items in a workflow. */
interface SubjectDescription {
	readonly label: string;
	/** The node's type, version, parameters and settings. */
	readonly nodeFor: (access: Access) => WorkflowNode;
}

const httpRequest = ({ adminRestApiUrl }: Access, parameters: object): WorkflowNode => ({
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	parameters: {
		method: 'PATCH',
		url: `=${adminRestApiUrl}/v1/users/{{ $json.userId }}/sidTokens/unassign`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={ "tokenSerialNumber": "{{ $json.serialNumber }}" }',
		options: {},
		...parameters,
	},
});

const rsaSecurId = (parameters: object): WorkflowNode => ({
	type: 'n8n-nodes-rsa-securid.rsaSecurId',
	typeVersion: 1,
	parameters: {
		resource: 'hardwareToken',
		operation: 'unassign',
		user: { __rl: true, mode: 'id', value: '={{ $json.userId }}' },
		...parameters,
	},
});

const withCredential = {
	authentication: 'predefinedCredentialType',
	nodeCredentialType: 'rsaCloudAdministrationApi',
};

/** All of them, each with the settings that a new node of its kind has, if its label says nothing else. */
export const subjects: Readonly<Record<Subject, SubjectDescription>> = {
	node: {
		label: 'RSA SecurID node',
		nodeFor: () =>
			rsaSecurId({
				serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.serialNumber }}' },
				options: {},
			}),
	},
	nodeForUsers: {
		label: 'RSA SecurID node, all tokens of each user',
		nodeFor: () => rsaSecurId({ tokens: 'all', options: { maxChanges: 1_000_000 } }),
	},
	httpRequest: {
		label: 'HTTP Request node',
		nodeFor: (access) => httpRequest(access, withCredential),
	},
	httpRequestRetrying: {
		label: 'HTTP Request node with Retry On Fail (5 tries, 5 s)',
		nodeFor: (access) => ({
			...httpRequest(access, withCredential),
			retryOnFail: true,
			maxTries: 5,
			waitBetweenTries: 5000,
		}),
	},
	httpRequestByHand: {
		label: 'HTTP Request node with the token in a header',
		nodeFor: (access) =>
			httpRequest(access, {
				sendHeaders: true,
				headerParameters: {
					parameters: [{ name: 'Authorization', value: `Bearer ${access.jwt}` }],
				},
			}),
	},
	bareLoop: {
		label: 'bare loop',
		nodeFor: () => ({
			type: 'n8n-nodes-bench.bareLoop',
			typeVersion: 1,
			parameters: {},
		}),
	},
	boundedLoop: {
		label: 'bare loop with limited responses',
		nodeFor: () => ({
			type: 'n8n-nodes-bench.boundedLoop',
			typeVersion: 1,
			parameters: {},
		}),
	},
	parameterLoop: {
		label: 'loop with expressions',
		nodeFor: () => ({
			type: 'n8n-nodes-bench.parameterLoop',
			typeVersion: 1,
			parameters: {
				userId: '={{ $json.userId }}',
				serialNumber: '={{ $json.serialNumber }}',
			},
		}),
	},
};
