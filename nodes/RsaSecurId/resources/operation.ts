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

/** An operation of a resource: what a person sees of it, and what it does with an item. */
export interface Operation {
	readonly name: string;
	readonly value: string;
	/**
	 * Sentence case, with the resource: what the node panel lists. It is also all that n8n tells an AI agent of
	 * the node as a tool (2.41.1, with the node's name) beside its parameters, so it says what is changed.
	 */
	readonly action: string;
	readonly description: string;
	/** What n8n's workflow builder, a language model, should know before it chooses the operation. */
	readonly builderHint?: string;
	readonly fields: INodeProperties[];
	readonly output: Output;
	/** @throws {UserFacingError} if a parameter's value cannot be right */
	read(parameters: ItemParameters, options: GivenOptions): Task;
}

/** What an item asks for, its parameters read. */
export interface Task {
	/** Items of one lane are processed in their order. Left out if the item has no order to keep. */
	readonly lane?: Lane;
	/** The steps that the item comes to, once what has to be looked up for that is. Changes nothing. */
	resolve(context: ItemContext): Promise<Resolution>;
	/** How the item fails if the run itself does not get to it. */
	fail(failure: Failure): Result;
}

/** What an item has to wait for: earlier items of the same hardware token, and those for all tokens of the same user. */
export interface Lane {
	/** Left out for the owner and all of their hardware tokens: which ones those are, shows only once they are listed. */
	readonly tokenSerialNumber?: string;
	/** The same for items that name their user alike. */
	readonly owner?: string;
}

/** What an item works with. */
export interface ItemContext {
	readonly client: Client;
	readonly users: UserCache;
	/** What a person is told after the run, beside the items. */
	readonly hints: Pick<RunHints, 'add'>;
}

/** What a step works with that changes nothing. */
export interface ReadContext extends ItemContext {
	/** Hands a file over to n8n, which keeps it where the instance is set to. */
	readonly prepareFile: (
		content: Buffer,
		fileName: string,
		mimeType: string,
	) => Promise<IBinaryData>;
}

export type Resolution =
	/** Made side by side; each gives results of its own. */
	| { readonly kind: 'steps'; readonly steps: readonly Step[] }
	| StagedResolution
	/** The look-up for them failed. */
	| { readonly kind: 'failed'; readonly lookUp: LookUpFailed; readonly result: Result };

/** Steps that come to one result: those of a stage are made side by side, once the stage before it is over. */
export interface StagedResolution {
	readonly kind: 'stages';
	readonly stages: readonly Stage[];
	/** Set if a look-up failed that was to show more steps, so that the number of changes is not known. */
	readonly uncounted?: LookUpFailed;
	/** The item's one result. A step that failed stops no other one. */
	summarize(results: readonly StageResults[]): Result;
}

/** Steps of a staged resolution that wait for no other one of their stage. */
export interface Stage {
	readonly steps: readonly Step[];
	/** Whether it is left out if a step before it failed. */
	readonly onlyIfAllDone?: boolean;
}

/** Results of each step of a stage, in their order; undefined if the stage was left out. */
export type StageResults = ReadonlyArray<readonly Result[]> | undefined;

export type Step = ChangeStep | ReadStep;

/** A change of one target, which other items of the run may ask for too. */
export interface ChangeStep {
	readonly kind: 'change';
	/** The key by which a change is made once, and counted by Max Changes. */
	readonly key: ChangeKey;
	/** Set if the item itself is not in the lane of the hardware token or user that is changed. */
	readonly lane?: Lane;
	/** Made one after the other, each only if the one before it is done. */
	readonly changes: readonly Change[];
	readonly mode: Mode;
	/** What they come to, in the words of this item: items that share a change may name its user differently. */
	describe(applied: readonly AppliedChange[]): Result;
}

/** Something that changes nothing. */
export interface ReadStep {
	readonly kind: 'read';
	read(context: ReadContext): Promise<readonly Result[]>;
}

/** Tells a change from the others of a run. Users are told apart by RSA's ID, however an item names them. */
export interface ChangeKey {
	/** The hardware token or user that is changed: its changes are made in their order. */
	readonly target: string;
	/** The same for the same change of it. */
	readonly change: string;
}

/** All steps that an item comes to, as far as they are known. */
export function stepsOf(resolution: Exclude<Resolution, { kind: 'failed' }>): readonly Step[] {
	return resolution.kind === 'steps'
		? resolution.steps
		: resolution.stages.flatMap(({ steps }) => steps);
}

/** A step that changes nothing, as all that an item comes to. */
export function reading(read: ReadStep['read']): Resolution {
	return { kind: 'steps', steps: [{ kind: 'read', read }] };
}
