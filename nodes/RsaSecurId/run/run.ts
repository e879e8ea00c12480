import type { IExecuteFunctions } from 'n8n-workflow';

import type { Failure } from '../../../rsa/errors/failure';
import type { ItemParameters } from '../resources/parameters';
import type { Result } from '../resources/result';
import { RunHints } from '../resources/runHints';
import { changeLimitFailure, notCounted, type ResolvedItem } from './changeLimit';
import type { EventLoopBreaks } from './eventLoopBreaks';
import { resultOfThrown } from './itemError';
import { processItem, resolveItem } from './processItem';
import { unshared, type ItemResult, type Work } from './processStep';
import { Progress } from './progress';
import { readItem, type ReadItem } from './readItem';
import type { RunOptions } from './runOptions';
import { StopConditions, type StoppedAt } from './stopConditions';
import type { Tenants } from './tenants';

/** The parts of a run. */
export interface RunParts {
	readonly context: IExecuteFunctions;
	/** One for each input item. */
	readonly items: readonly ItemParameters[];
	readonly options: RunOptions;
	readonly tenants: Pick<Tenants, 'of' | 'end'>;
	readonly breaks: Pick<EventLoopBreaks, 'next'>;
}

/** Processes the items of a run concurrently, and keeps the results in the order of the input. */
export class Run {
	readonly progress: Progress;
	/** Results in the order of the input, with gaps if the run stopped. */
	readonly results: Array<readonly ItemResult[] | undefined> = [];
	private readonly stopConditions: StopConditions;
	private readonly hints = new RunHints();
	private readonly readItems: ReadItem[] = [];
	private readonly resolved: ResolvedItem[] = [];
	private nextItem = 0;

	constructor(private readonly parts: RunParts) {
		this.progress = new Progress(parts.items.length);
		this.stopConditions = new StopConditions(parts.context, parts.options, parts.tenants);
	}

	/** Whether all items have a result, or the run has stopped. */
	get isOver(): boolean {
		return this.stopConditions.isStopped || this.progress.isComplete;
	}

	/** The failure at which the run stopped; undefined if it did not. */
	get stoppedAt(): StoppedAt | undefined {
		return this.stopConditions.stoppedAt;
	}

	/** Fails all items, before any change is made, if the run would make more changes than Max Changes allows. */
	async checkChangeLimit(): Promise<void> {
		const failure = await this.changeLimitFailure();
		if (failure !== undefined) await this.failAll(failure);
	}

	/** Starts the workers that process the items. The run is over when all of these promises are settled. */
	start(): ReadonlyArray<Promise<void>> {
		return this.workers(async () => {
			await this.work();
		});
	}

	/** An input item, its parameters read once; undefined if there is no such item. */
	item(itemIndex: number): ReadItem | undefined {
		const parameters = this.parts.items[itemIndex];
		const item = this.readItems[itemIndex] ?? (parameters && readItem(parameters));
		if (item !== undefined) this.readItems[itemIndex] = item;
		return item;
	}

	/** Does the work as many times at once as items are processed at the same time. */
	private workers(work: () => Promise<void>): ReadonlyArray<Promise<void>> {
		const { items, options } = this.parts;
		const length = Math.min(options.maxConcurrency, items.length);
		return Array.from({ length }, work);
	}

	/** The failure of the run if it has too many changes, or they cannot be counted; undefined otherwise. */
	private async changeLimitFailure(): Promise<Failure | undefined> {
		const { breaks, options } = this.parts;
		if (options.maxChanges === Number.POSITIVE_INFINITY) return undefined;
		try {
			await this.resolveAll();
			return await changeLimitFailure(this.resolved.filter(Boolean), options.maxChanges, breaks);
		} catch (error) {
			return notCounted(error);
		}
	}

	/**
	 * Resolves all items, as many at a time as are processed later: thousands that wait for the same credential would all go
	 * on in one turn of n8n's event loop.
	 *
	 * @throws the first error, once no look-up is in progress any more: nothing is sent after the end of the run
	 */
	private async resolveAll(): Promise<void> {
		let failure: { error: unknown } | undefined;
		const remaining = this.parts.items.keys();
		const resolveRemaining = async () => {
			for (const itemIndex of remaining) {
				await this.parts.breaks.next();
				if (failure !== undefined) return;
				try {
					await this.resolve(itemIndex);
				} catch (error) {
					failure ??= { error };
					this.parts.tenants.end({ kind: 'notSent', cause: 'stoppedAtFailure' });
				}
			}
		};
		await Promise.all(this.workers(resolveRemaining));
		if (failure !== undefined) throw failure.error;
	}

	/** Resolves an item to its steps, so that its changes can be counted. An invalid item has none. */
	private async resolve(itemIndex: number): Promise<void> {
		const item = this.item(itemIndex);
		if (item?.kind !== 'valid') return;
		const tenant = await this.parts.tenants.of(itemIndex);
		this.resolved[itemIndex] = await resolveItem({ item, tenant, hints: this.hints });
	}

	private async failAll(failure: Failure): Promise<void> {
		const { breaks, items } = this.parts;
		for (; this.nextItem < items.length; this.nextItem += 1) {
			await breaks.next();
			const item = this.item(this.nextItem);
			if (item === undefined) return;
			const result = item.kind === 'valid' ? item.task.fail(failure) : item.result;
			this.settle(this.nextItem, [unshared(result, this.nextItem)]);
		}
	}

	/** Whether there is a next item, and it may be started. The last item is not followed by a break: a break takes 1 ms. */
	private async mayStart(): Promise<boolean> {
		if (this.nextItem >= this.parts.items.length) return false;
		await this.parts.breaks.next();
		return !this.stopConditions.isStopped;
	}

	private async work(): Promise<void> {
		while (await this.mayStart()) {
			const itemIndex = this.nextItem;
			const item = this.item(itemIndex);
			if (item === undefined) return;
			this.nextItem += 1;
			if (item.kind === 'invalid') {
				this.settle(itemIndex, [unshared(item.result, itemIndex)]);
				continue;
			}
			try {
				const tenant = await this.parts.tenants.of(itemIndex);
				const resolved = this.resolved[itemIndex];
				const onResult = (result: Result) => this.stopConditions.checkResult(result, itemIndex);
				const { forReading, hints } = this;
				const work = { item, itemIndex, tenant, hints, resolved, onResult, forReading };
				this.settle(itemIndex, await processItem(work));
			} catch (error) {
				const result = resultOfThrown(error, this.parts.items[itemIndex]);
				this.settle(itemIndex, [unshared(result, itemIndex)]);
			}
		}
	}

	private readonly forReading: Work['forReading'] = {
		prepareFile: async (...file) => await this.parts.context.helpers.prepareBinaryData(...file),
		takeBreak: async () => {
			await this.parts.breaks.next();
		},
	};

	private settle(itemIndex: number, results: readonly ItemResult[]): void {
		this.results[itemIndex] = results;
		results.forEach(({ result }) => this.stopConditions.checkResult(result, itemIndex));
		this.progress.count(results.map(({ result }) => result));
		this.stopConditions.checkFailuresInARow(this.progress.failuresInARow);
		if (this.progress.isComplete) this.showHints();
	}

	private showHints(): void {
		const { context } = this.parts;
		this.hints.messages().forEach((message) => context.addExecutionHints({ message }));
	}
}
