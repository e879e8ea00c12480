import type { IExecuteFunctions } from 'n8n-workflow';

import type { Failure } from '../../../rsa/errors/failure';
import { createClient } from '../../../rsa/throttle/client';
import type { ItemResult, ItemContext, Result } from '../resources/operation';
import type { ItemParameters } from '../resources/parameters';
import { notCounted, refusalByLimit, type PlannedItem } from './changeLimit';
import { failureOfThrown, type ItemError } from './itemError';
import { Progress } from './progress';
import { readItem, type ReadItem } from './readItem';
import type { RunOptions } from './runOptions';
import type { TenantOfRun, TenantsOfRun } from './tenantsOfRun';
import type { Turns } from './turns';

/** What a run works with. */
export interface RunParts {
	readonly context: IExecuteFunctions;
	/** One for each item of the input. */
	readonly items: readonly ItemParameters[];
	readonly options: RunOptions;
	readonly tenants: Pick<TenantsOfRun, 'of' | 'end'>;
	readonly turns: Pick<Turns, 'next'>;
}

/** The failure at which a run stopped. */
export interface Stop {
	readonly problem: ItemError;
	readonly itemIndex: number;
}

/** An item that can be worked on. */
type Ready = Extract<ReadItem, { kind: 'task' }>;

/** Works off the items of a run, several at once, and keeps what each came to at its place. */
export class Run {
	readonly progress: Progress;
	/** What the items came to, in the order of the input; with gaps where the run stopped. */
	readonly endings: Array<readonly ItemResult[]> = [];
	/** Where the node stops at a failure, and one came: the first. Nothing is begun after it. */
	stoppedAt: Stop | undefined;
	private isDone = false;
	private readonly readItems: ReadItem[] = [];
	private nextItem = 0;

	constructor(private readonly parts: RunParts) {
		this.progress = new Progress(parts.items.length);
	}

	/** Whether no item is under way any more, or the execution was cancelled. */
	get isOver(): boolean {
		return this.isDone || this.isCancelled;
	}

	async finish(): Promise<void> {
		const { items, options } = this.parts;
		const refusal = await this.refusalByLimit();
		if (refusal !== undefined) this.refuseAll(refusal);
		const length = Math.min(options.maxConcurrency, items.length);
		await Promise.all(Array.from({ length }, async () => await this.work()));
		this.isDone = true;
	}

	/** An item of the input, its parameters read. */
	item(itemIndex: number): ReadItem | undefined {
		const parameters = this.parts.items[itemIndex];
		const item = this.readItems[itemIndex] ?? (parameters && readItem(parameters));
		if (item !== undefined) this.readItems[itemIndex] = item;
		return item;
	}

	private async refusalByLimit(): Promise<Failure | undefined> {
		const { items, options } = this.parts;
		if (options.maxChanges === Number.POSITIVE_INFINITY) return undefined;
		try {
			const planned = await Promise.all(items.map(async (_, index) => await this.plan(index)));
			return await refusalByLimit(planned.flat(), options.maxChanges);
		} catch (error) {
			return notCounted(error);
		}
	}

	/** Nothing where the item changes nothing, since it is refused. */
	private async plan(itemIndex: number): Promise<readonly PlannedItem[]> {
		await this.parts.turns.next();
		const item = this.item(itemIndex);
		if (item?.kind !== 'task') return [];
		const means = this.meansFor(await this.parts.tenants.of(itemIndex), item, itemIndex);
		return [{ task: item.task, means }];
	}

	private refuseAll(failure: Failure): void {
		this.nextItem = this.parts.items.length;
		this.parts.items.forEach((_, itemIndex) => {
			const item = this.item(itemIndex);
			if (item === undefined) return;
			const result = item.kind === 'task' ? item.task.fail(failure) : item.result;
			this.settle(itemIndex, [this.alone(result, itemIndex)]);
		});
	}

	private get isCancelled(): boolean {
		return this.parts.context.getExecutionCancelSignal()?.aborted ?? false;
	}

	private async mayBegin(): Promise<boolean> {
		await this.parts.turns.next();
		return this.stoppedAt === undefined && !this.isCancelled;
	}

	private async work(): Promise<void> {
		while (await this.mayBegin()) {
			const itemIndex = this.nextItem;
			const item = this.item(itemIndex);
			if (item === undefined) return;
			this.nextItem += 1;
			this.settle(itemIndex, await this.endingsOf(item, itemIndex));
		}
	}

	private async endingsOf(item: ReadItem, itemIndex: number): Promise<readonly ItemResult[]> {
		if (item.kind === 'blocked') return [this.alone(item.result, itemIndex)];
		try {
			return await this.perform(item, itemIndex);
		} catch (error) {
			return [this.alone(failureOfThrown(error, this.parts.items[itemIndex]), itemIndex)];
		}
	}

	private async perform(item: Ready, itemIndex: number): Promise<readonly ItemResult[]> {
		const { task } = item;
		const { hardwareToken, owner } = task;
		const tenant = await this.parts.tenants.of(itemIndex);
		const perform = async () => await task.perform(this.meansFor(tenant, item, itemIndex));
		if (owner !== undefined) return await tenant.changes.inTurnOf(owner, hardwareToken, perform);
		return hardwareToken === undefined
			? await perform()
			: await tenant.changes.inTurn(hardwareToken, perform);
	}

	private meansFor(
		{ pace, sendWithin, people, changes }: TenantOfRun,
		{ limits: { limit, maxTries, timeout } }: Ready,
		itemIndex: number,
	): ItemContext {
		const newCourier = () => createClient(pace, sendWithin(timeout), limit);
		return {
			courier: newCourier(),
			maxTries,
			people,
			inTurn: async (tokenSerialNumber, work) => await changes.inTurn(tokenSerialNumber, work),
			once: async (key, make) =>
				await changes.once(key, itemIndex, async () => {
					const courier = newCourier();
					const result = await make({ courier, maxTries });
					return {
						result: this.noted(result, itemIndex),
						trace: courier.trace,
						endedAt: new Date(),
					};
				}),
			alone: (result) => this.alone(result, itemIndex),
		};
	}

	private alone(result: Result, itemIndex: number): ItemResult {
		return { result: this.noted(result, itemIndex), sharedBy: [itemIndex], endedAt: new Date() };
	}

	/** At once, so that no further request gets its turn where the node stops at a failure. */
	private noted(result: Result, itemIndex: number): Result {
		if (result.kind === 'failed' && !this.parts.context.continueOnFail()) {
			this.stoppedAt ??= { problem: result.problem, itemIndex };
			this.parts.tenants.end({ kind: 'notSent', cause: 'stoppedAtFailure' });
		}
		return result;
	}

	private settle(itemIndex: number, endings: readonly ItemResult[]): void {
		this.endings[itemIndex] = endings;
		this.progress.count(endings.map(({ result }) => result));
		const { options, tenants } = this.parts;
		if (this.progress.failuresInARow >= options.stopAfterFailures) {
			tenants.end({ kind: 'notSent', cause: 'tooManyFailuresInARow' });
		}
	}
}
