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
export type ItemWork = Pick<Work, 'item' | 'tenant' | 'hints'>;

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
 * Makes a step of an item: a change once for all items that ask for it.
 *
 * @param client the step's own
 * @throws what the step throws
 */
export async function processStep(
	step: Step,
	work: Work,
	client: Client,
): Promise<readonly ItemResult[]> {
	const { itemIndex, prepareFile, tenant } = work;
	if (step.kind === 'read') {
		const results = await step.read({ ...contextWith(client, work), prepareFile });
		return results.map((result) => alone(result, itemIndex));
	}
	const leave = await tenant.lanes.enter(step.lane);
	try {
		const shared = tenant.changes.join(step.key, itemIndex, () => makeChange(step, client));
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

/** What an item works with. */
export function contextWith(client: Client, { tenant, hints }: ItemWork): ItemContext {
	return { client, users: tenant.users, hints };
}

/**
 * A client of one item, or of one of its steps: these are made side by side, each with the time that is left to the item.
 *
 * @param timeLeft ms
 */
export function clientFor(
	{ item: { limits }, tenant }: Pick<Work, 'item' | 'tenant'>,
	timeLeft: number,
): Client {
	const { maxTries, timeout } = limits;
	return createClient(tenant.throttle, tenant.createTransport(timeout), timeLeft, maxTries);
}
