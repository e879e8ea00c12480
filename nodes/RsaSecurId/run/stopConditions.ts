import type { IExecuteFunctions } from 'n8n-workflow';

import type { ItemError, Result } from '../resources/result';
import type { RunOptions } from './runOptions';
import type { Tenants } from './tenants';

/** The failure at which a run stopped. */
export interface StoppedAt {
	readonly error: ItemError;
	readonly itemIndex: number;
}

type StopContext = Pick<IExecuteFunctions, 'continueOnFail' | 'getExecutionCancelSignal'>;

/**
 * When a run starts no further item: the execution was cancelled, an item failed and the node stops on errors, or too many
 * items failed in a row. The Run Deadline is checked for every request (rsa/throttle/runQueue.ts).
 */
export class StopConditions {
	private firstFailure: StoppedAt | undefined;

	constructor(
		private readonly context: StopContext,
		private readonly options: Pick<RunOptions, 'stopAfterFailures'>,
		private readonly tenants: Pick<Tenants, 'end'>,
	) {}

	/** The first failure, if the node stops on errors. */
	get stoppedAt(): StoppedAt | undefined {
		return this.firstFailure;
	}

	/** Whether no further item may be started. */
	get isStopped(): boolean {
		return this.isCancelled || this.firstFailure !== undefined;
	}

	/** Stops the run at a failure, if the node stops on errors. No request of an item that has not started is sent. */
	checkResult(result: Result, itemIndex: number): void {
		if (result.kind !== 'failed' || this.context.continueOnFail()) return;
		this.firstFailure ??= { error: result.error, itemIndex };
		this.tenants.end({ kind: 'notSent', cause: 'stoppedAtFailure' });
	}

	/** Ends the run if too many items failed in a row. The remaining items are not attempted. */
	checkFailuresInARow(failuresInARow: number): void {
		if (failuresInARow < this.options.stopAfterFailures) return;
		this.tenants.end({ kind: 'notSent', cause: 'tooManyFailuresInARow' });
	}

	private get isCancelled(): boolean {
		return this.context.getExecutionCancelSignal()?.aborted ?? false;
	}
}
