import { createRequire } from 'node:module';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IPollFunctions,
} from 'n8n-workflow';

import { RsaCloudAdministrationApi } from '../../credentials/RsaCloudAdministrationApi.credentials.ts';
import { RsaSecurIdTrigger } from '../../nodes/RsaSecurIdTrigger/RsaSecurIdTrigger.node.ts';
import { additionalData, StoredCredential } from './engine.mts';

const require = createRequire(import.meta.url);
const { PollContext, TriggersAndPollers, WorkflowExecute } =
	require('n8n-core') as typeof import('n8n-core');
const { createEmptyRunExecutionData, Workflow } =
	require('n8n-workflow') as typeof import('n8n-workflow');

const NODE = 'RSA SecurID Trigger';
const TYPE = 'n8n-nodes-rsa-securid.rsaSecurIdTrigger';

/** An activated workflow that begins with the RSA SecurID Trigger, in n8n-core's own engine. */
export class TriggerWorkflow {
	/** Of n8n's log. */
	readonly warnings: string[] = [];
	readonly notices: string[] = [];
	/** As n8n has it in memory. */
	staticData: IDataObject = {};
	/** As n8n has it in its database: it saves after an activation, and when events start the workflow (2.41.1). */
	#saved = '{}';
	parameters: INodeParameters;
	readonly #credential: ICredentialDataDecryptedObject;

	constructor(credential: ICredentialDataDecryptedObject, parameters: INodeParameters) {
		this.#credential = credential;
		this.parameters = parameters;
	}

	/**
	 * Activates the workflow, as n8n does when it starts, too: a first poll, and what it leaves is saved.
	 *
	 * @throws what fails the activation
	 */
	async activate(): Promise<INodeExecutionData[]> {
		this.staticData = JSON.parse(this.#saved) as IDataObject;
		const items = await this.poll();
		this.#save();
		return items;
	}

	/** One of the polls at the Poll Times. @throws the error that n8n saves as a failed execution */
	async poll(): Promise<INodeExecutionData[]> {
		const workflow = this.#workflow();
		const node = nodeOf(workflow);
		const data = additionalData(this.#storedCredential(), [node]);
		const context = new PollContext(workflow, node, data, 'trigger', 'activate');
		context.logger.warn = (message) => {
			this.warnings.push(message);
		};
		context.logger.info = (message) => {
			this.notices.push(message);
		};
		const poller = new TriggersAndPollers();
		// Their types differ in an optional name.
		const functions = context as unknown as IPollFunctions;
		const output = await poller.runPollFunction(workflow, node, functions);
		this.staticData = plain(workflow.getStaticData('node', node));
		if (output !== null) this.#save();
		return output?.[0] ?? [];
	}

	/** n8n's Fetch Test Event. @throws the error that the editor shows */
	async fetchTestEvent(): Promise<INodeExecutionData[]> {
		const workflow = this.#workflow();
		const node = nodeOf(workflow);
		const run = await new WorkflowExecute(
			additionalData(this.#storedCredential(), [node]),
			'manual',
			createEmptyRunExecutionData(),
		).run({ workflow, startNode: node });
		this.staticData = plain(workflow.getStaticData('node', node));
		const { error, runData } = run.data.resultData;
		// The engine keeps a copy that is no Error.
		if (error) throw Object.assign(new Error(error.message), { description: error.description });
		return runData[NODE]?.[0]?.data?.['main']?.[0] ?? [];
	}

	#save(): void {
		this.#saved = JSON.stringify(this.staticData);
	}

	#storedCredential(): StoredCredential {
		return new StoredCredential(new RsaCloudAdministrationApi(), this.#credential);
	}

	#workflow() {
		return new Workflow({
			id: 'workflow',
			nodes: [
				{
					id: '1',
					name: NODE,
					type: TYPE,
					typeVersion: 1,
					position: [0, 0],
					credentials: { rsaCloudAdministrationApi: { id: '1', name: 'RSA' } },
					parameters: this.parameters,
				},
			],
			connections: {},
			active: true,
			nodeTypes: { getByName: byName, getByNameAndVersion: byName, getKnownTypes: () => ({}) },
			settings: { executionOrder: 'v1' },
			staticData: { [`node:${NODE}`]: plain(this.staticData) },
		});
	}
}

const nodeType = new RsaSecurIdTrigger();

function byName(name: string): INodeType {
	if (name !== TYPE) throw new Error(`There is no node type ${name}`);
	return nodeType;
}

function nodeOf(workflow: { getNode(name: string): INode | null }): INode {
	const node = workflow.getNode(NODE);
	if (node === null) throw new Error('The workflow has no trigger');
	return node;
}

function plain(data: IDataObject): IDataObject {
	return JSON.parse(JSON.stringify(data)) as IDataObject;
}
