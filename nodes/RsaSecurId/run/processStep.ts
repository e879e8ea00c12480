import { createClient, type Client, type Trace } from '../../../rsa/throttle/client';
import { applyIn, type AppliedChange } from '../resources/appliedChange';
import type { ChangeStep, ItemContext, ReadContext, Step } from '../resources/operation';
import type { Result } from '../resources/result';
import type { RunHints } from '../resources/runHints';
import type { ResolvedItem } from './changeLimit';
import { resultOfThrown } from './itemError';
import type { ReadItem } from './readItem';
import type { MadeChange } from './sharedChanges';
import type { Tenant } from './tenants';

/** A valid item, and what is needed to process it. */
export interface Work {
	readonly item: Extract<ReadItem, { kind: 'valid' }>;
	readonly itemIndex: number;
	readonly tenant: Tenant;
	readonly hints: RunHints;
	/** The item's steps, if they are known already (Max Changes). */
	readonly resolved?: ResolvedItem | undefined;
	/** Set if the item has looked up itself what its steps change: number of changes that had ended before. */
	readonly seenAfter?: number;
	/** Called with the result of each change as soon as it is known, while other steps of the item are in progress. */
	readonly onResult: (result: Result) => void;
	/** What only a step that changes nothing needs. */
	readonly forReading: Omit<ReadContext, keyof ItemContext>;
}

/** The same for the steps of the item. */
export interface StepWork extends Work {
	/** The item's place in the order of the items. */
	readonly position: number;
}

/** The parts that are needed to resolve an item. */
export type ItemWork = Pick<Work, 'item' | 'tenant' | 'hints'>;

/** The result of an item, or of one of its steps. */
export interface ItemResult {
	readonly result: Result;
	/** Indexes of the items that requested the same change, this one included: it was made once. */
	readonly sharedBy: readonly number[];
	readonly endedAt: Date;
	/** Counts of the requests of a change; undefined for anything else. */
	readonly trace?: Readonly<Trace>;
}

/** A result that no other item shares. */
export function unshared(result: Result, itemIndex: number): ItemResult {
	return { result, sharedBy: [itemIndex], endedAt: new Date() };
}

/**
 * Processes a step of an item. A change is made once for all items that request it in a row.
 *
 * @param client the client of this step
 * @throws what the step throws
 */
export async function processStep(
	step: Step,
	work: StepWork,
	client: Client,
): Promise<readonly ItemResult[]> {
	const { forReading, itemIndex, position, seenAfter, tenant } = work;
	if (step.kind === 'read') {
		const results = await step.read({ ...contextWith(client, work), ...forReading });
		return results.map((result) => unshared(result, itemIndex));
	}
	const leave = await tenant.lanes.enter(position, { target: step.key.target });
	try {
		const make = async () => await makeChange(step, client);
		const shared = tenant.changes.join({ ...step.key, madeBy: tenant }, itemIndex, make, seenAfter);
		const { applied, endedAt, trace } = await shared.made;
		const result = step.describe(applied);
		work.onResult(result);
		return [{ result, endedAt, trace, sharedBy: shared.items }];
	} finally {
		leave();
	}
}

/** The results of a step. An error that it throws is a result too, so that the results of the others are not lost. */
export async function settledStep(
	step: Step,
	work: StepWork,
	client: Client,
): Promise<readonly ItemResult[]> {
	try {
		return await processStep(step, work, client);
	} catch (error) {
		const result = resultOfThrown(error);
		work.onResult(result);
		return [unshared(result, work.itemIndex)];
	}
}

/** Makes the changes of a step one after the other, each only if the one before succeeded. */
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

/** The context of an item, or of one of its steps. */
export function contextWith(client: Client, { tenant, hints }: ItemWork): ItemContext {
	return { client, users: tenant.users, hints };
}

/**
 * A client for an item, or for one of its steps: they run concurrently, each with the time that is left to the item.
 *
 * @param timeLeft ms
 * @param timeOfLaterSteps ms of it that steps after this one need
 */
export function clientFor(
	{ item: { limits }, tenant }: Pick<Work, 'item' | 'tenant'>,
	timeLeft: number,
	timeOfLaterSteps = 0,
): Client {
	const { maxTries, timeout } = limits;
	const transport = tenant.createTransport(timeout);
	return createClient(tenant.throttle, transport, timeLeft, maxTries, timeOfLaterSteps);
}
