import type { IExecuteFunctions } from 'n8n-workflow';

import type { Failure } from '../../../rsa/errors/failure';
import type { ReadContext } from '../resources/operation';
import type { ItemParameters } from '../resources/parameters';
import type { Result } from '../resources/result';
import { RunHints } from '../resources/runHints';
import { changeLimitFailure, notCounted, type ResolvedItem } from './changeLimit';
import { EventLoopBreaks, MADE_IN_A_ROW } from './eventLoopBreaks';
import { resultOfThrown } from './itemError';
import { processItem, resolveItem } from './processItem';
import { alone, type ItemResult } from './processStep';
import { Progress } from './progress';
import { readItem, type ReadItem } from './readItem';
import type { RunOptions } from './runOptions';
import { StopConditions, type StoppedAt } from './stopConditions';
import type { Tenants } from './tenants';

/** What a run works with. */
export interface RunParts {
	readonly context: IExecuteFunctions;
	/** One for each item of the input. */
	readonly items: readonly ItemParameters[];
	readonly options: RunOptions;
	readonly tenants: Pick<Tenants, 'of' | 'end'>;
	readonly breaks: Pick<EventLoopBreaks, 'next'>;
}

/** Processes the items of a run, several at once, and keeps what each came to at its place. */
export class Run {
	readonly progress: Progress;
	/** What the items came to, in the order of the input; with gaps if the run stopped. */
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

	/** Whether all items are settled, or no further one is: the execution was cancelled, or the node stops. */
	get isOver(): boolean {
		return this.stopConditions.isStopped || this.progress.isComplete;
	}

	/** The failure at which the run stopped. */
	get stoppedAt(): StoppedAt | undefined {
		return this.stopConditions.stoppedAt;
	}

	/** Fails all items if they come to more changes than the run may make, before any is made. */
	async checkChangeLimit(): Promise<void> {
		const failure = await this.changeLimitFailure();
		if (failure !== undefined) await this.failAll(failure);
	}

	/** Starts to process the items. The run is over once all of these have come to their end. */
	start(): ReadonlyArray<Promise<void>> {
		const { items, options } = this.parts;
		const length = Math.min(options.maxConcurrency, items.length);
		return Array.from({ length }, this.work, this);
	}

	/** An item of the input, its parameters read. */
	item(itemIndex: number): ReadItem | undefined {
		const parameters = this.parts.items[itemIndex];
		const item = this.readItems[itemIndex] ?? (parameters && readItem(parameters));
		if (item !== undefined) this.readItems[itemIndex] = item;
		return item;
	}

	/** Counts the changes of all items. */
	private async changeLimitFailure(): Promise<Failure | undefined> {
		const { items, options } = this.parts;
		if (options.maxChanges === Number.POSITIVE_INFINITY) return undefined;
		try {
			await Promise.all(items.map(async (_, itemIndex) => await this.resolve(itemIndex)));
			return changeLimitFailure(this.resolved.filter(Boolean), options.maxChanges);
		} catch (error) {
			return notCounted(error);
		}
	}

	/** An item that is invalid changes nothing. */
	private async resolve(itemIndex: number): Promise<void> {
		await this.parts.breaks.next();
		const item = this.item(itemIndex);
		if (item?.kind !== 'valid') return;
		const tenant = await this.parts.tenants.of(itemIndex);
		this.resolved[itemIndex] = await resolveItem({ item, tenant, hints: this.hints });
	}

	private async failAll(failure: Failure): Promise<void> {
		const { length } = this.parts.items;
		const breaks = new EventLoopBreaks(MADE_IN_A_ROW);
		for (; this.nextItem < length; this.nextItem += 1) {
			await breaks.next();
			const item = this.item(this.nextItem);
			if (item === undefined) return;
			const result = item.kind === 'valid' ? item.task.fail(failure) : item.result;
			this.settle(this.nextItem, [alone(result, this.nextItem)]);
		}
	}

	private async mayStart(): Promise<boolean> {
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
				this.settle(itemIndex, [alone(item.result, itemIndex)]);
				continue;
			}
			try {
				const tenant = await this.parts.tenants.of(itemIndex);
				const resolved = this.resolved[itemIndex];
				const onResult = (result: Result) => this.stopConditions.checkResult(result, itemIndex);
				const { hints, prepareFile } = this;
				const work = { item, itemIndex, tenant, hints, resolved, onResult, prepareFile };
				this.settle(itemIndex, await processItem(work));
			} catch (error) {
				const result = resultOfThrown(error, this.parts.items[itemIndex]);
				this.settle(itemIndex, [alone(result, itemIndex)]);
			}
		}
	}

	private readonly prepareFile: ReadContext['prepareFile'] = async (...file) =>
		await this.parts.context.helpers.prepareBinaryData(...file);

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
