import axios from 'axios';

/** A node of a workflow file, as far as it is read here; n8n checks the rest. */
export interface WorkflowNode {
	readonly type: string;
	readonly parameters?: Readonly<Record<string, unknown>>;
	readonly disabled?: boolean;
	/** By type. */
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
	readonly [key: string]: unknown;
}

/** The fixed paths (below /webhook/) on which a published workflow with these nodes responds. */
export function webhookPathsOf(nodes: readonly WorkflowNode[]): string[] {
	return nodes
		.filter((node) => node.type === 'n8n-nodes-base.webhook' && node.disabled !== true)
		.map((node) => node.parameters?.['path'])
		.filter((path) => typeof path === 'string');
}

/**
 * Checks whether a running n8n responds on a webhook path already, without triggering the workflow: the
 * response to a browser's preflight request lists the registered methods (n8n 2.41.1,
 * webhook-request-handler.js).
 * @param url base URL of the n8n
 */
export async function isWebhookRegistered(url: string, path: string): Promise<boolean> {
	const response = await axios.options(`${url}/webhook/${path}`, {
		headers: { Origin: url },
		proxy: false,
		timeout: 5_000,
		validateStatus: () => true,
	});
	const methods: unknown = response.headers['access-control-allow-methods'];
	return typeof methods === 'string' && methods !== 'OPTIONS';
}
