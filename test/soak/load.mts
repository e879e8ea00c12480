import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';

import type { N8nInstance } from '../../sandbox/n8n/instance.mts';
import { claimsIn, type Claim } from './claims.mts';
import type { Item, ItemSupply } from './items.mts';
import { workNames, type WorkName } from './works.mts';

/** A run of a workflow and what it came to. */
export interface Batch {
	readonly items: readonly Item[];
	/** Nothing where the workflow did not come to its end. */
	readonly claims: ReadonlyMap<string, Claim> | undefined;
}

/** ms. No batch takes a tenth of it; it ends what hangs, and a batch that hangs is told as such. */
const patience = 10 * 60_000;

/** @returns what a workflow's webhook answered; nothing where it did not, since n8n was ended for one */
export async function runBatch(
	instance: N8nInstance,
	work: WorkName,
	items: readonly Item[],
): Promise<Batch> {
	const answer = await axios
		.post<unknown>(
			`${instance.url}/webhook/${work}`,
			{ items: items.map(({ json }) => json) },
			{ proxy: false, timeout: patience, validateStatus: () => true },
		)
		.catch((error: unknown) => {
			if (axios.isAxiosError(error) && error.code === 'ECONNABORTED') throw error;
			return { status: 0, data: undefined };
		});
	return { items, claims: answer.status === 200 ? claimsIn(answer.data, items) : undefined };
}

/**
 * Runs batch after batch, of a random work and with a random number of items.
 *
 * @param random gives numbers from 0 to below 1
 * @param isOver asked before every batch
 * @param n8nIsUp resolves when n8n takes batches
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
		// n8n may have been ended just now.
		if (batch.claims === undefined) await sleep(500);
		await n8nIsUp();
	}
	return batches;
}
