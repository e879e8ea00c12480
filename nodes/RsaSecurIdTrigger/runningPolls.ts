import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

/** Keys of the nodes that are polling now. */
const running = new Set<string>();

/**
 * Polls unless the node is still polling: n8n (2.41.1) starts the next poll all the same, and both would give out the same
 * events.
 *
 * @returns null if the node is still polling
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
