import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'flatted';
import type { INodeExecutionData } from 'n8n-workflow';

import type { ExecutionSummary } from '../sandbox/n8n/editor-api.mts';
import type { N8nInstance } from '../sandbox/n8n/instance.mts';
import type { Output } from './reported-outcomes.mts';
import { batchIds } from './load.mts';
import { workNames } from './workflows.mts';

/** What n8n has saved of the execution of a batch. */
export interface SoakExecution {
	/** 'success', 'canceled', 'crashed', … */
	readonly status: string;
	/** The node's output items; none if it did not finish. */
	readonly outputs: readonly Output[];
}

const underWay: ReadonlySet<string> = new Set(['new', 'running', 'waiting']);

/** ms. After the last response, only executions run that n8n recovers after it was killed. */
const waits = { ended: 120_000, poll: 500 };

/**
 * Reads what n8n has saved of all executions so far, once none is running.
 *
 * @returns the executions, by the ids of their batches
 * @throws an Error if one is still running after a while
 */
export async function savedExecutions(
	instance: N8nInstance,
): Promise<ReadonlyMap<string, SoakExecution>> {
	const executions = new Map<string, SoakExecution>();
	for (const { id, status } of await endedExecutions(instance)) {
		const { data, runData, itemsOf } = await instance.execution(id);
		// Of an execution that was cut short, n8n has saved only the input.
		const [batch] = batchIds.exec(stringify(data)) ?? [];
		const work = workNames.find((name) => name in runData);
		const outputs = work === undefined ? [] : itemsOf(work).map(outputOf);
		if (batch !== undefined) executions.set(batch, { status, outputs });
	}
	return executions;
}

async function endedExecutions(instance: N8nInstance): Promise<ExecutionSummary[]> {
	const deadline = Date.now() + waits.ended;
	for (;;) {
		const executions = await instance.editor.allExecutions();
		const left = executions.filter(({ status }) => underWay.has(status));
		if (left.length === 0) return executions;
		if (Date.now() > deadline) throw new Error(`Still running: ${JSON.stringify(left)}`);
		await sleep(waits.poll);
	}
}

function outputOf({ json, pairedItem }: INodeExecutionData): Output {
	const [paired] = [pairedItem].flat();
	return { json, pairedWith: typeof paired === 'object' ? paired.item : paired };
}
