import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

/** Nodes whose poll is not over. */
const running = new Set<string>();

/**
 * Polls, unless the node's last poll is not over: n8n begins the next one all the same (2.41.1), and both would give out
 * the same events.
 */
export async function oneAtATime(
	context: IPollFunctions,
	poll: () => Promise<INodeExecutionData[][] | null>,
): Promise<INodeExecutionData[][] | null> {
	const key = `${context.getWorkflow().id}:${context.getNode().id}`;
	if (running.has(key)) return null;
	running.add(key);
	try {
		return await poll();
	} finally {
		running.delete(key);
	}
}
