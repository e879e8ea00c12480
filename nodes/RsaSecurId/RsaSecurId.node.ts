import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { searchHardwareTokens } from './listSearch/searchHardwareTokens';
import { searchUsers } from './listSearch/searchUsers';
import { properties, subtitle } from './resources';
import { nodeHints } from './resources/nodeHints';
import { runItems } from './run/runItems';

export class RsaSecurId implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'RSA SecurID',
		name: 'rsaSecurId',
		icon: {
			light: 'file:../../icons/rsaSecurId.svg',
			dark: 'file:../../icons/rsaSecurId.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Clear PINs, unassign and manage RSA SecurID hardware tokens and their users',
		defaults: { name: 'RSA SecurID' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'rsaCloudAdministrationApi', required: true }],
		hints: nodeHints,
		properties,
	};

	methods = { listSearch: { searchHardwareTokens, searchUsers } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runItems(this)];
	}
}
