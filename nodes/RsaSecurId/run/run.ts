import type { IExecuteFunctions } from 'n8n-workflow';

import { courierFor } from '../../../rsa/pace/courier';
import type { Pace } from '../../../rsa/pace/pace';
import { operationOf } from '../resources';
import type { ItemResult, Task } from '../resources/operation';
import { readItemOptions, type RunOptions } from '../resources/options';
import type { ItemParameters } from '../resources/parameters';
import { failedBy, type Problem } from './problem';
import { Progress } from './progress';
import type { SendWithin } from './sender';

/** What a run works with. */
export interface RunParts {
	readonly context: IExecuteFunctions;
	/** One for each item of the input. */
	readonly items: readonly ItemParameters[];
	readonly options: RunOptions;
	readonly pace: Pace;
	readonly sendWithin: SendWithin;
}

/** What an item came to. */
export interface Ending {
	readonly result: ItemResult;
	/** The items, this one among them, that asked for the same change: it was made once. */
	readonly sharedBy: readonly number[];
}

/** The failure at which a run stopped. */
export interface Stop {
	readonly problem: Problem;
	readonly itemIndex: number;
}

/** A change under way or made, and the items that ask for it. */
interface SharedChange {
	readonly result: Promise<ItemResult>;
	readonly items: number[];
}

/** Works off the items of a run, several at once, and keeps what each came to at its place. */
export class Run {
	readonly progress: Progress;
	/** What the items came to, in the order of the input; with gaps where the run stopped. */
	readonly endings: Ending[] = [];
	/** Where the node stops at a failure, and one came: the first. Nothing is begun after it. */
	stoppedAt: Stop | undefined;
	private isDone = false;
	private readonly changes = new Map<string, SharedChange>();
	/** By serial number, the last change of the hardware token that was begun. */
	private readonly lastChanges = new Map<string, SharedChange>();
	private nextItem = 0;

	constructor(private readonly parts: RunParts) {
		this.progress = new Progress(parts.items.length);
	}

	/** Whether no item is under way any more, or the execution was cancelled. */
	get isOver(): boolean {
		return this.isDone || this.isCancelled;
	}

	async finish(): Promise<void> {
		const length = Math.min(this.parts.options.maxConcurrency, this.progress.total);
		await Promise.all(Array.from({ length }, async () => await this.work()));
		this.isDone = true;
	}

	private get isCancelled(): boolean {
		return this.parts.context.getExecutionCancelSignal()?.aborted ?? false;
	}

	private async work(): Promise<void> {
		while (this.stoppedAt === undefined && !this.isCancelled) {
			const itemIndex = this.nextItem;
			const item = this.parts.items[itemIndex];
			if (item === undefined) return;
			this.nextItem += 1;
			await this.workOff(item, itemIndex);
		}
	}

	private async workOff(item: ItemParameters, itemIndex: number): Promise<void> {
		try {
			const task = operationOf(item).read(item);
			const change = this.changes.get(task.change);
			if (change === undefined) await this.begin(task, item, itemIndex);
			else await this.share(change, itemIndex);
		} catch (error) {
			this.settle(itemIndex, { result: failedBy(error), sharedBy: [itemIndex] });
		}
	}

	/** @throws {Refusal} where an option of the item is no number that it can be */
	private async begin(task: Task, item: ItemParameters, itemIndex: number): Promise<void> {
		const { pace, sendWithin } = this.parts;
		const { limit, maxTries, timeout } = readItemOptions(item);
		const courier = courierFor(pace, sendWithin(timeout), limit);
		const items = [itemIndex];
		const perform = async () => {
			const result = await task.perform({ courier, maxTries });
			this.settle(itemIndex, { result, sharedBy: items });
			return result;
		};
		const earlier = this.lastChanges.get(task.hardwareToken);
		const change = { result: earlier?.result.then(perform) ?? perform(), items };
		this.changes.set(task.change, change);
		this.lastChanges.set(task.hardwareToken, change);
		await change.result;
	}

	private async share({ result, items }: SharedChange, itemIndex: number): Promise<void> {
		items.push(itemIndex);
		this.settle(itemIndex, { result: await result, sharedBy: items });
	}

	private settle(itemIndex: number, ending: Ending): void {
		this.endings[itemIndex] = ending;
		this.progress.count(ending.result);
		if (ending.result.kind === 'done') return;
		const { context, options, pace } = this.parts;
		if (!context.continueOnFail()) {
			this.stoppedAt ??= { problem: ending.result.problem, itemIndex };
			pace.end({ kind: 'heldBack', because: 'stoppedAtFailure' });
		} else if (this.progress.failuresInARow >= options.stopAfterFailures) {
			pace.end({ kind: 'heldBack', because: 'tooManyFailuresInARow' });
		}
	}
}
