import type { IExecuteFunctions } from 'n8n-workflow';

import { courierFor } from '../../../rsa/pace/courier';
import type { Pace } from '../../../rsa/pace/pace';
import { People } from '../../../rsa/users/people';
import { operationOf } from '../resources';
import type { Ending, ItemMeans, Result } from '../resources/operation';
import { readItemOptions, type RunOptions } from '../resources/options';
import type { ItemParameters } from '../resources/parameters';
import { ChangesOfRun } from './changesOfRun';
import { isOverLimit, type ReadItem } from './changeLimit';
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

/** The failure at which a run stopped. */
export interface Stop {
	readonly problem: Problem;
	readonly itemIndex: number;
}

/** Works off the items of a run, several at once, and keeps what each came to at its place. */
export class Run {
	readonly progress: Progress;
	/** What the items came to, in the order of the input; with gaps where the run stopped. */
	readonly endings: Array<readonly Ending[]> = [];
	/** Where the node stops at a failure, and one came: the first. Nothing is begun after it. */
	stoppedAt: Stop | undefined;
	private isDone = false;
	private readonly changes = new ChangesOfRun();
	private readonly people = new People();
	private nextItem = 0;

	constructor(private readonly parts: RunParts) {
		this.progress = new Progress(parts.items.length);
	}

	/** Whether no item is under way any more, or the execution was cancelled. */
	get isOver(): boolean {
		return this.isDone || this.isCancelled;
	}

	async finish(): Promise<void> {
		if (await this.hasTooManyChanges()) this.refuseAll();
		const length = Math.min(this.parts.options.maxConcurrency, this.progress.total);
		await Promise.all(Array.from({ length }, async () => await this.work()));
		this.isDone = true;
	}

	private async hasTooManyChanges(): Promise<boolean> {
		const { items, options } = this.parts;
		if (options.maxChanges === Number.POSITIVE_INFINITY) return false;
		const read = items.map((item, itemIndex) => this.readItem(item, itemIndex));
		return await isOverLimit(read, options.maxChanges);
	}

	private refuseAll(): void {
		const { items } = this.parts;
		this.nextItem = items.length;
		items.forEach((item, itemIndex) => {
			const read = this.readItem(item, itemIndex);
			const result = 'task' in read ? read.task.fail({ cause: 'tooManyChanges' }) : read.result;
			this.settle(itemIndex, [this.alone(result, itemIndex)]);
		});
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
		this.settle(itemIndex, await this.endingsOf(item, itemIndex));
	}

	private async endingsOf(item: ItemParameters, itemIndex: number): Promise<readonly Ending[]> {
		const read = this.readItem(item, itemIndex);
		if ('result' in read) return [this.alone(read.result, itemIndex)];
		const { task, means } = read;
		const perform = async () => await task.perform(means);
		try {
			return task.hardwareToken === undefined
				? await perform()
				: await this.changes.inTurn(task.hardwareToken, perform);
		} catch (error) {
			return [this.alone(failedBy(error, item), itemIndex)];
		}
	}

	private readItem(item: ItemParameters, itemIndex: number): ReadItem {
		try {
			return { task: operationOf(item).read(item), means: this.meansFor(item, itemIndex) };
		} catch (error) {
			return { result: failedBy(error, item) };
		}
	}

	/** @throws {Refusal} where an option of the item is no number that it can be */
	private meansFor(item: ItemParameters, itemIndex: number): ItemMeans {
		const { pace, sendWithin } = this.parts;
		const { limit, maxTries, timeout } = readItemOptions(item);
		const newCourier = () => courierFor(pace, sendWithin(timeout), limit);
		return {
			courier: newCourier(),
			maxTries,
			people: this.people,
			inTurn: async (tokenSerialNumber, work) => await this.changes.inTurn(tokenSerialNumber, work),
			once: async (change, make) =>
				await this.changes.once(change, itemIndex, async () => {
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

	private alone(result: Result, itemIndex: number): Ending {
		return { result: this.noted(result, itemIndex), sharedBy: [itemIndex], endedAt: new Date() };
	}

	/** At once, so that no further request gets its turn where the node stops at a failure. */
	private noted(result: Result, itemIndex: number): Result {
		if (result.kind === 'failed' && !this.parts.context.continueOnFail()) {
			this.stoppedAt ??= { problem: result.problem, itemIndex };
			this.parts.pace.end({ kind: 'heldBack', because: 'stoppedAtFailure' });
		}
		return result;
	}

	private settle(itemIndex: number, endings: readonly Ending[]): void {
		this.endings[itemIndex] = endings;
		this.progress.count(endings.map(({ result }) => result));
		const { options, pace } = this.parts;
		if (this.progress.failuresInARow >= options.stopAfterFailures) {
			pace.end({ kind: 'heldBack', because: 'tooManyFailuresInARow' });
		}
	}
}
