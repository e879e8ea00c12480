import { createClient, type Client, type Trace } from '../../../rsa/throttle/client';
import { applyIn, type AppliedChange } from '../resources/appliedChange';
import type { ChangeStep, ItemContext, Resolution, Step } from '../resources/operation';
import type { Result } from '../resources/result';
import type { RunHints } from '../resources/runHints';
import type { ReadItem } from './readItem';
import type { MadeChange } from './sharedChanges';
import type { Tenant } from './tenants';

/** An item whose parameters are valid, and what it is processed with. */
export interface Work {
	readonly item: Extract<ReadItem, { kind: 'valid' }>;
	readonly itemIndex: number;
	readonly tenant: Tenant;
	readonly hints: RunHints;
	/** The item's steps, if they are known already. */
	readonly resolution?: Resolution | undefined;
	/** Called with the result of each change as soon as it is known, while other steps of the item are under way. */
	readonly onResult: (result: Result) => void;
}

/** What the context of an item is made of. */
type ItemWork = Pick<Work, 'item' | 'tenant' | 'hints'>;

/** What an item, or one of its steps, came to. */
export interface ItemResult {
	readonly result: Result;
	/** The items, this one among them, that asked for the same change: it was made once. */
	readonly sharedBy: readonly number[];
	readonly endedAt: Date;
	/** How the requests of a change fared. */
	readonly trace?: Readonly<Trace>;
}

/** A result that no other item can share. */
export function alone(result: Result, itemIndex: number): ItemResult {
	return { result, sharedBy: [itemIndex], endedAt: new Date() };
}

/**
 * Makes an item's steps, once the items before it in its lane are over. Each step gives a result, or several.
 *
 * @throws what a step throws
 */
export async function processItem(work: Work): Promise<readonly ItemResult[]> {
	const { item, itemIndex, tenant } = work;
	const leave = await tenant.lanes.enter(item.task.lane);
	try {
		const resolution = work.resolution ?? (await resolveItem(work));
		if (resolution.kind === 'failed') return [alone(resolution.result, itemIndex)];
		const results = await Promise.all(resolution.steps.map((step) => processStep(step, work)));
		return results.flat();
	} finally {
		leave();
	}
}

/** The steps that an item comes to. */
export async function resolveItem(work: ItemWork): Promise<Resolution> {
	return await work.item.task.resolve(contextFor(work));
}

async function processStep(step: Step, work: Work): Promise<readonly ItemResult[]> {
	const { itemIndex, tenant } = work;
	if (step.kind === 'read') {
		const results = await step.read(contextFor(work));
		return results.map((result) => alone(result, itemIndex));
	}
	const leave = await tenant.lanes.enter(step.lane);
	try {
		const start = () => makeChange(step, clientFor(work));
		const shared = tenant.changes.join(step.key, itemIndex, start);
		const { applied, endedAt, trace } = await shared.made;
		const result = step.describe(applied);
		work.onResult(result);
		return [{ result, endedAt, trace, sharedBy: shared.items }];
	} finally {
		leave();
	}
}

/** Makes the changes of a step one after the other, each only if the one before it is done. */
async function makeChange({ changes, mode }: ChangeStep, client: Client): Promise<MadeChange> {
	const { trace } = client;
	const applied: AppliedChange[] = [];
	for (const change of changes) {
		const before = trace.attempts;
		const result = await applyIn[mode](change, client);
		const attempts = trace.attempts - before;
		applied.push({ result, sent: { attempts, ...(attempts > 0 && { httpCode: trace.status }) } });
		if (result.kind !== 'done') break;
	}
	return { applied, trace, endedAt: new Date() };
}

function contextFor(work: ItemWork): ItemContext {
	return { client: clientFor(work), users: work.tenant.users, hints: work.hints };
}

/** A client of one item, or of one of its changes: each has the time that an item may take. */
function clientFor({ item: { limits }, tenant }: Pick<Work, 'item' | 'tenant'>): Client {
	const { limit, maxTries, timeout } = limits;
	return createClient(tenant.throttle, tenant.createTransport(timeout), limit, maxTries);
}
