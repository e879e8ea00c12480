import type { WorkflowNode } from '../sandbox/n8n/webhooks.mts';

/** The subjects that can be measured. */
export type Subject = 'node' | 'httpRequest' | 'bareLoop' | 'parameterLoop';

/** A way to unassign the tokens of `{ userId, serialNumber }` items in a workflow. */
interface SubjectDescription {
	readonly label: string;
	/** The node's type, version and parameters, for a tenant's API at this URL. */
	readonly nodeFor: (adminRestApiUrl: string) => WorkflowNode;
}

/** All of them, each with the settings that a new node of its kind has. */
export const subjects: Readonly<Record<Subject, SubjectDescription>> = {
	node: {
		label: 'RSA SecurID node',
		nodeFor: () => ({
			type: 'n8n-nodes-rsa-securid.rsaSecurId',
			typeVersion: 1,
			parameters: {
				resource: 'hardwareToken',
				operation: 'unassign',
				user: { __rl: true, mode: 'id', value: '={{ $json.userId }}' },
				serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.serialNumber }}' },
				options: {},
			},
		}),
	},
	httpRequest: {
		label: 'HTTP Request node',
		nodeFor: (adminRestApiUrl) => ({
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.5,
			parameters: {
				method: 'PATCH',
				url: `=${adminRestApiUrl}/v1/users/{{ $json.userId }}/sidTokens/unassign`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'rsaCloudAdministrationApi',
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={ "tokenSerialNumber": "{{ $json.serialNumber }}" }',
				options: {},
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
