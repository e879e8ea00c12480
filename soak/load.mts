import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';

import type { N8nInstance } from '../sandbox/n8n/instance.mts';
import type { Item, ItemSupply } from './items.mts';
import { workNames, type WorkName } from './workflows.mts';

/** Items that were sent to a workflow together, and the response of its webhook. */
export interface Batch {
	readonly id: string;
	readonly items: readonly Item[];
	/** Undefined if n8n ended meanwhile, or was down. */
	readonly response: { readonly status: number; readonly data: unknown } | undefined;
}

/** Nothing else in an execution's data matches it. */
export const batchIds = /batch-[0-9a-f-]{36}/;

/** ms. No batch takes a tenth of it. It ends a batch that hangs, which is then an error. */
const timeout = 10 * 60_000;

/** Sends items to the webhook of a work, and waits for the response. */
export async function runBatch(
	instance: N8nInstance,
	work: WorkName,
	items: readonly Item[],
): Promise<Batch> {
	const id = `batch-${randomUUID()}`;
	const response = await axios
		.post<unknown>(
			`${instance.url}/webhook/${work}`,
			{ batch: id, items: items.map(({ json }) => json) },
			{ proxy: false, timeout, validateStatus: () => true },
		)
		.catch((error: unknown) => {
			if (axios.isAxiosError(error) && error.code === 'ECONNABORTED') throw error;
			return undefined;
		});
	return { id, items, response: response && { status: response.status, data: response.data } };
}

/**
 * Runs batch after batch, of a random work and with a random number of items.
 *
 * @param random gives numbers from 0 to below 1
 * @param isOver checked before every batch
 * @param n8nIsUp resolves when n8n accepts batches
 */
export async function runBatches(
	instance: N8nInstance,
	supply: ItemSupply,
	random: () => number,
	isOver: () => boolean,
	n8nIsUp: () => Promise<void>,
): Promise<Batch[]> {
	const batches: Batch[] = [];
	while (!isOver()) {
		const work = workNames[Math.floor(random() * workNames.length)] ?? 'unassign';
		const items = supply.take(work, 1 + Math.floor(random() * 40));
		const batch = await runBatch(instance, work, items);
		batches.push(batch);
		// n8n may have ended just now.
		if (batch.response === undefined) await sleep(500);
		await n8nIsUp();
	}
	return batches;
}
