import type { IBinaryData, INodeProperties } from 'n8n-workflow';

import type { Change } from '../../../rsa/delivery/change';
import type { LookUpFailed } from '../../../rsa/delivery/lookUp';
import type { Failure } from '../../../rsa/errors/failure';
import type { Client } from '../../../rsa/throttle/client';
import type { UserCache } from '../../../rsa/users/userCache';
import type { AppliedChange, Mode } from './appliedChange';
import type { GivenOptions } from './options';
import type { Output } from './output';
import type { ItemParameters } from './parameters';
import type { Result } from './result';
import type { RunHints } from './runHints';

/** An operation of a resource: its texts and fields in the editor, and what it does with an item. */
export interface Operation {
	readonly name: string;
	readonly value: string;
	/**
	 * The entry in the node panel: sentence case, with the resource. Beside the node's name and parameters, it is also all
	 * that an AI agent gets to know of the node as a tool (n8n 2.41.1), so it says what is changed.
	 */
	readonly action: string;
	readonly description: string;
	/** Hint for n8n's workflow builder, a language model, before it chooses the operation. */
	readonly builderHint?: string;
	readonly fields: INodeProperties[];
	readonly output: Output;
	/** @throws {UserFacingError} if the value of a parameter is invalid */
	read(parameters: ItemParameters, options: GivenOptions): Task;
}

/** What an item requests, by its parameters. */
export interface Task {
	/**
	 * The earlier items that this one waits for before its look-ups. Its changes wait for those of the same target in any
	 * case. Left out if its look-ups need not wait.
	 */
	readonly lane?: Lane;
	/** Looks up what is needed, and returns the steps of the item. Changes nothing. */
	resolve(context: ItemContext): Promise<Resolution>;
	/** The item's result if the run fails before the item is processed. */
	fail(failure: Failure): Result;
}

/** What an item works on: it waits for the earlier items that work on the same. */
export interface Lane {
	/** Target of its change, such as a serial number. Left out for all hardware tokens of the owner: they are not listed yet. */
	readonly target?: string;
	/** Key of the owner of the hardware tokens; the same for items that name the user in the same way. */
	readonly owner?: string;
}

/** The client of an item, and what it shares with the other items of the run. */
export interface ItemContext {
	readonly client: Client;
	readonly users: UserCache;
	/** Hints that n8n shows after the run, beside the items. */
	readonly hints: Pick<RunHints, 'add'>;
}

/** The same for a step that changes nothing, which may return a file or thousands of items. */
export interface ReadContext extends ItemContext {
	/** Gives the event loop back to n8n now and then. */
	readonly takeBreak: () => Promise<void>;
	/** Passes a file to n8n, which stores it as the instance is configured. */
	readonly prepareFile: (
		content: Buffer,
		fileName: string,
		mimeType: string,
	) => Promise<IBinaryData>;
}

/** The steps of an item, or why they are not known. */
export type Resolution =
	/** Steps that run concurrently; each has its own results. */
	| { readonly kind: 'steps'; readonly steps: readonly Step[] }
	| StagedResolution
	/** The look-up for the steps failed. */
	| { readonly kind: 'failed'; readonly lookUp: LookUpFailed; readonly result: Result };

/** Steps with one result together. The steps of a stage run concurrently, after the stage before is finished. */
export interface StagedResolution {
	readonly kind: 'stages';
	readonly stages: readonly Stage[];
	/** Set if a look-up failed that could have shown more steps: the number of changes is then not known. */
	readonly uncounted?: LookUpFailed;
	/** The result of the item. A step that failed does not stop the others. */
	summarize(results: readonly StageResults[]): Result;
}

/** Steps that run concurrently. */
export interface Stage {
	readonly steps: readonly Step[];
	/** Whether the stage is left out if a step of an earlier stage failed. */
	readonly onlyIfAllDone?: boolean;
}

/** Results of each step of a stage, in their order; undefined if the stage was left out. */
export type StageResults = ReadonlyArray<readonly Result[]> | undefined;

export type Step = ChangeStep | ReadStep;

/** A change of one target, which other items of the run may request too. */
export interface ChangeStep {
	readonly kind: 'change';
	/** Steps with the same key, in a row, are made once. */
	readonly key: ChangeKey;
	/** Made one after the other, each only if the one before succeeded. */
	readonly changes: readonly Change[];
	readonly mode: Mode;
	/** The result for this item: items that share a change may name its user differently. */
	describe(applied: readonly AppliedChange[]): Result;
}

/** A step that changes nothing. */
export interface ReadStep {
	readonly kind: 'read';
	read(context: ReadContext): Promise<readonly Result[]>;
}

/** Identifies a change within a run. Users are identified by RSA's ID, however an item names them. */
export interface ChangeKey {
	/** The hardware token, user or other target of the change. */
	readonly target: string;
	/** The change of it, with its mode and details. */
	readonly change: string;
}

/** All steps of an item, as far as they are known. */
export function stepsOf(resolution: Exclude<Resolution, { kind: 'failed' }>): readonly Step[] {
	return resolution.kind === 'steps'
		? resolution.steps
		: resolution.stages.flatMap(({ steps }) => steps);
}

/** The resolution of an item that has a single step, which changes nothing. */
export function readOnly(read: ReadStep['read']): Resolution {
	return { kind: 'steps', steps: [{ kind: 'read', read }] };
}
