import { createRequire } from 'node:module';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	ICredentialType,
	IDataObject,
	IExecuteData,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IRun,
	IWorkflowExecuteAdditionalData,
	OnError,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { NO_ACCESS_TOKEN } from '../../rsa/authorization/accessToken.ts';
import { RsaCloudAdministrationApi } from '../../credentials/RsaCloudAdministrationApi.credentials.ts';
import { RsaSecurId } from '../../nodes/RsaSecurId/RsaSecurId.node.ts';

// The engine and the node must share one n8n-workflow, the CommonJS one: the engine looks at error classes.
process.env.N8N_LOG_LEVEL = 'silent';
const require = createRequire(import.meta.url);
const { ExecutionLifecycleHooks, WorkflowExecute, getAdditionalKeys } =
	require('n8n-core') as typeof import('n8n-core');
const { createEmptyRunExecutionData, NodeHelpers, Workflow } =
	require('n8n-workflow') as typeof import('n8n-workflow');

const NODE = 'RSA SecurID';
const SOURCE = 'Leavers';

/** A run of a workflow of one RSA SecurID node. */
export interface WorkflowRun {
	/** The fields of the credential, as n8n stores them; a renewed access token is stored in it. */
	readonly credential: ICredentialDataDecryptedObject;
	/** 'hardwareToken' by default. */
	readonly resource?: string;
	readonly operation: string;
	/** One input item each: `{ userId, serialNumber }`, of any type, as expressions may give them. */
	readonly items: readonly IDataObject[];
	readonly onError?: OnError;
	readonly options?: INodeParameters;
	/** Parameters of the node in place of those that read the items. */
	readonly parameters?: INodeParameters;
	/** n8n's node setting "Retry On Fail": the engine runs the node again, all items of it. */
	readonly retryOnFail?: boolean;
	/** n8n's variables, `$vars` in expressions. */
	readonly variables?: IDataObject;
	/** Runs in place of the RSA SecurID node, with its credential. */
	readonly instead?: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;
	/** Runs the node without a node before it, as the editor does with an unconnected node: its input is one empty item. */
	readonly isWithoutSource?: boolean;
	/** Called when the workflow runs, with a function that cancels it. */
	readonly running?: (cancel: () => void) => void;
}

/** The result of a run. */
export interface WorkflowResult {
	readonly run: IRun;
	/** The node's output items: of the first output, or of the error output (1). */
	readonly items: (output?: 0 | 1) => INodeExecutionData[];
	/** Message and description of the error that the node threw. */
	readonly thrown: { message: string; description: string; itemIndex: unknown } | undefined;
	/** Hints that the node shows in the editor after the run. */
	readonly hints: readonly string[];
	/** Number of times that the node read its credential. */
	readonly credentialReads: number;
}

/**
 * Runs a workflow of a source and the RSA SecurID node in n8n-core's own engine, with its own HTTP helper.
 *
 * @returns the run as n8n would save it
 */
export async function runWorkflow(given: WorkflowRun): Promise<WorkflowResult> {
	const nodes = workflowNodes(given);
	const workflow = new Workflow({
		nodes,
		connections: { [SOURCE]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes: nodeTypes(given),
		settings: { executionOrder: 'v1' },
	});
	const credentials = new StoredCredential(new RsaCloudAdministrationApi(), given.credential);
	const start = given.isWithoutSource === true ? NODE : SOURCE;
	const startNode = workflow.getNode(start);
	if (!startNode) throw new Error(`The workflow has no node ${start}`);
	const execution = new WorkflowExecute(
		additionalData(credentials, nodes, given.variables),
		'trigger',
		createEmptyRunExecutionData(),
	).run({ workflow, startNode });
	given.running?.(() => {
		execution.cancel();
	});
	return result(await execution, credentials);
}

function result(run: IRun, { reads }: StoredCredential): WorkflowResult {
	const taskData = run.data.resultData.runData[NODE]?.[0];
	const error = taskData?.error ?? run.data.resultData.error;
	return {
		run,
		items: (output = 0) => taskData?.data?.main?.[output] ?? [],
		thrown: error && {
			message: error.message,
			description: String(error.description),
			itemIndex: error.context.itemIndex,
		},
		hints: taskData?.hints?.map(({ message }) => message) ?? [],
		credentialReads: reads,
	};
}

function workflowNodes(given: WorkflowRun): INode[] {
	const { resource = 'hardwareToken', operation, onError, retryOnFail } = given;
	const { options = {}, parameters } = given;
	const node = { typeVersion: 1, position: [0, 0] as [number, number] };
	return [
		{ ...node, id: '1', name: SOURCE, type: 'test.source', parameters: {} },
		{
			...node,
			id: '2',
			name: NODE,
			type: 'n8n-nodes-rsa-securid.rsaSecurId',
			credentials: { rsaCloudAdministrationApi: { id: '1', name: 'RSA' } },
			...(onError && { onError }),
			...(retryOnFail && { retryOnFail, maxTries: 2, waitBetweenTries: 0 }),
			parameters: {
				resource,
				operation,
				user: { __rl: true, mode: 'id', value: '={{ $json.userId }}' },
				serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.serialNumber }}' },
				options,
				...parameters,
			},
		},
	];
}

function nodeTypes({ items, instead }: WorkflowRun) {
	const node = new RsaSecurId();
	if (instead) node.execute = instead;
	const known: Record<string, INodeType> = {
		'test.source': source(items),
		'n8n-nodes-rsa-securid.rsaSecurId': node,
	};
	const byName = (name: string): INodeType => {
		const nodeType = known[name];
		if (!nodeType) throw new Error(`There is no node type ${name}`);
		return nodeType;
	};
	return { getByName: byName, getByNameAndVersion: byName, getKnownTypes: () => ({}) };
}

function source(items: readonly IDataObject[]): INodeType {
	const description: INodeTypeDescription = {
		displayName: SOURCE,
		name: 'source',
		group: ['trigger'],
		version: 1,
		description: 'Gives the items of the test',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	};
	const data = items.map((json, item) => ({ json, pairedItem: { item } }));
	return { description, execute: async () => await Promise.resolve([data]) };
}

/**
 * The stored credential, where n8n has its database: n8n-core leaves this part to n8n. It runs the
 * credential type's own `authenticate`, as n8n does (credentials-helper.js).
 */
export class StoredCredential {
	reads = 0;

	constructor(
		private readonly type: ICredentialType,
		private readonly data: ICredentialDataDecryptedObject,
	) {}

	/** As n8n does it (2.41.1, credentials-helper.js): defaults filled in, expressions resolved for the item. */
	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: INodeCredentialsDetails,
		_type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		_raw?: boolean,
		values?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		this.reads += 1;
		const data = { accessToken: NO_ACCESS_TOKEN, ...this.data } as INodeParameters;
		const { properties } = this.type;
		const filled = NodeHelpers.getNodeParameters(properties, data, true, false, null, null) ?? {};
		if (values === undefined) return { ...filled } as ICredentialDataDecryptedObject;
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = values;
		const resolved = workflow.expression.getParameterValue(
			filled,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			getAdditionalKeys(additionalData, mode, null, { isCredential: true }),
			executeData,
			false,
			filled,
		);
		return await Promise.resolve({ ...(resolved as ICredentialDataDecryptedObject) });
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (typeof this.type.authenticate !== 'function')
			throw new Error('authenticate is no function');
		return await this.type.authenticate(credentials, requestOptions);
	}

	/** As n8n does it (2.41.1, credentials-helper.js): what comes back is stored, and given to the request. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		_node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		if (!expired && credentials['accessToken'] !== '') return undefined;
		const output = await this.type.preAuthentication?.call(helpers, credentials);
		if (output?.['accessToken'] === undefined) return undefined;
		Object.assign(this.data, output);
		return Object.assign(credentials, output);
	}

	getParentTypes = (): string[] => [];
	isCredentialUsableByNode = (): boolean => true;
	getCredentialsProperties = () => this.type.properties;
}

/** What n8n gives an execution, as far as this engine run touches it. */
export function additionalData(
	credentialsHelper: StoredCredential,
	nodes: INode[],
	variables: IDataObject = {},
): IWorkflowExecuteAdditionalData {
	const needed = {
		credentialsHelper,
		currentNodeExecutionIndex: 0,
		restApiUrl: 'http://localhost/rest',
		instanceBaseUrl: 'http://localhost/',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		variables,
		executionId: '1',
		hooks: new ExecutionLifecycleHooks('trigger', '1', {
			id: '1',
			name: 'Offboarding',
			active: false,
			activeVersionId: null,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes,
			connections: {},
		}),
	};
	// n8n fills some forty more fields, for webhooks, forms and agents; this engine run touches none of them.
	return needed as unknown as IWorkflowExecuteAdditionalData;
}
