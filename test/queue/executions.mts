import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';

import type { ExecutionSummary } from '../../sandbox/n8n/editor-api.mts';
import type { N8nInstance } from '../../sandbox/n8n/instance.mts';
import type { Batch } from './batches.mts';
import { webhookId } from './site.mts';

/** Output for one item of a batch. A failed one names its token in its details. */
interface ItemJson {
	readonly tokenSerialNumber?: string;
	readonly outcome?: string;
	readonly error?: string;
	readonly details?: { readonly tokenSerialNumber?: string; readonly cause?: string };
}

/** An execution that has ended. */
export interface EndedExecution {
	/** 'success', 'error', 'crashed', … */
	readonly status: string;
	/** Of its batch; undefined if the execution ended before it saved it. */
	readonly ticket: string | undefined;
	/** Per token its outcome, or why it failed; empty if the node did not finish. */
	readonly outcomes: ReadonlyMap<string, string>;
}

const inProgress = ['new', 'running', 'waiting'];

/** ms. The longest is n8n's own recovery of what a worker left behind. */
const timeouts = { response: 60_000, ended: 300_000, poll: 500 };

/**
 * Posts all batches together, each of which becomes an execution, and waits for what `meanwhile` does and for
 * the end of them all.
 *
 * @returns the executions
 * @throws an Error with those that are still under way after the timeout
 */
export async function unassignAll(
	main: N8nInstance,
	batches: readonly Batch[],
	meanwhile?: () => Promise<void>,
): Promise<EndedExecution[]> {
	const before = new Set((await main.executions()).map(({ id }) => id));
	await Promise.all(
		batches.map(async (batch) => {
			await post(main, batch);
		}),
	);
	await meanwhile?.();
	await allEnded(main);
	const started = (await main.executions()).filter(({ id }) => !before.has(id));
	return await Promise.all(started.map(async (summary) => await read(main, summary)));
}

/** The batches without a successful execution. */
export function unfinished(
	batches: readonly Batch[],
	executions: readonly EndedExecution[],
): Batch[] {
	const finished = new Set(
		executions.filter(({ status }) => status === 'success').map(({ ticket }) => ticket),
	);
	return batches.filter(({ ticket }) => !finished.has(ticket));
}

async function post(main: N8nInstance, batch: Batch): Promise<void> {
	const settings = { proxy: false, timeout: timeouts.response } as const;
	await axios.post(`${main.url}/webhook/${webhookId}`, batch, settings);
}

async function allEnded(main: N8nInstance): Promise<void> {
	const deadline = Date.now() + timeouts.ended;
	for (;;) {
		const underWay = (await main.executions()).filter(({ status }) => inProgress.includes(status));
		if (underWay.length === 0) return;
		if (Date.now() > deadline) throw new Error(`Still under way: ${JSON.stringify(underWay)}`);
		await sleep(timeouts.poll);
	}
}

async function read(main: N8nInstance, { id, status }: ExecutionSummary): Promise<EndedExecution> {
	const { runData, itemsOf } = await main.execution(id);
	const itemsOfRun = (node: string) => (node in runData ? itemsOf(node) : []);
	const [webhook] = itemsOfRun('Webhook');
	const batch = webhook?.json['body'] as Batch | undefined;
	const outcomes = itemsOfRun('RSA SecurID').map(({ json }) => outcomeOf(json));
	return { status, ticket: batch?.ticket, outcomes: new Map(outcomes) };
}

function outcomeOf(item: ItemJson): [serialNumber: string, verdict: string] {
	const { tokenSerialNumber, outcome, details, error } = item;
	return [
		tokenSerialNumber ?? details?.tokenSerialNumber ?? 'no token',
		outcome ?? details?.cause ?? error ?? 'nothing',
	];
}
