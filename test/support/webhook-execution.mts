import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';

import type { SavedExecution } from '../../sandbox/n8n/editor-api.mts';
import type { N8nInstance } from '../../sandbox/n8n/instance.mts';

/** ms. n8n responds before it has saved the end of an execution; the machine may be busy. */
const timeouts = { save: 60_000, poll: 50 };

/**
 * Calls a published workflow through the webhook that is named as it, and gives the execution as n8n saved it.
 * @throws an Error if its end is not saved in time
 */
export async function executeByWebhook(
	instance: N8nInstance,
	workflowId: string,
): Promise<SavedExecution> {
	await axios.post(
		`${instance.url}/webhook/${workflowId}`,
		{},
		{ proxy: false, validateStatus: null },
	);
	const deadline = Date.now() + timeouts.save;
	while (Date.now() < deadline) {
		const executions = await instance.executions();
		const newest = executions.find((execution) => execution.workflowId === workflowId);
		if (newest?.status === 'success' || newest?.status === 'error')
			return await instance.execution(newest.id);
		await sleep(timeouts.poll);
	}
	throw new Error(`No execution of ${workflowId} has ended in time`);
}
