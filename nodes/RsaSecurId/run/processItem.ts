import { createClient, type Client, type Trace } from '../../../rsa/throttle/client';
import { applyIn, type AppliedChange } from '../resources/appliedChange';
import type { ChangeStep, ItemContext, ReadContext, Step } from '../resources/operation';
import type { Result } from '../resources/result';
import type { RunHints } from '../resources/runHints';
import type { ResolvedItem } from './changeLimit';
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
	readonly resolved?: ResolvedItem | undefined;
	/** Called with the result of each change as soon as it is known, while other steps of the item are under way. */
	readonly onResult: (result: Result) => void;
	readonly prepareFile: ReadContext['prepareFile'];
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
		const { resolution, timeLeft } = work.resolved ?? (await resolveItem(work));
		if (resolution.kind === 'failed') return [alone(resolution.result, itemIndex)];
		const results = await Promise.all(
			resolution.steps.map((step) => processStep(step, work, timeLeft)),
		);
		return results.flat();
	} finally {
		leave();
	}
}

/** The steps that an item comes to. */
export async function resolveItem(work: ItemWork): Promise<ResolvedItem> {
	const { item, tenant } = work;
	const context = contextFor(work, item.limits.limit);
	const resolution = await item.task.resolve(context);
	return { resolution, tenant, timeLeft: context.client.timeLeft() };
}

async function processStep(
	step: Step,
	work: Work,
	timeLeft: number,
): Promise<readonly ItemResult[]> {
	const { itemIndex, prepareFile, tenant } = work;
	if (step.kind === 'read') {
		const results = await step.read({ ...contextFor(work, timeLeft), prepareFile });
		return results.map((result) => alone(result, itemIndex));
	}
	const leave = await tenant.lanes.enter(step.lane);
	try {
		const start = () => makeChange(step, clientFor(work, timeLeft));
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

/** @param timeLeft ms */
function contextFor(work: ItemWork, timeLeft: number): ItemContext {
	const { tenant, hints } = work;
	return { client: clientFor(work, timeLeft), users: tenant.users, hints };
}

/**
 * A client of one item, or of one of its steps: these are made side by side, each with the time that is left to the item.
 *
 * @param timeLeft ms
 */
function clientFor(
	{ item: { limits }, tenant }: Pick<Work, 'item' | 'tenant'>,
	timeLeft: number,
): Client {
	const { maxTries, timeout } = limits;
	return createClient(tenant.throttle, tenant.createTransport(timeout), timeLeft, maxTries);
}
