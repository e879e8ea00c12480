import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Means } from '../../../rsa/delivery/changeResult';
import type { LookUpFailed } from '../../../rsa/delivery/lookUp';
import type { Failure } from '../../../rsa/errors/failure';
import type { Trace } from '../../../rsa/throttle/client';
import type { UserCache } from '../../../rsa/users/userCache';
import type { UserReference } from '../../../rsa/users/user';
import type { ItemError } from '../run/itemError';
import type { GivenOptions } from './options';
import type { ItemParameters } from './parameters';

/** The requests of a change, those refused with a 429 among them. */
export interface Sent {
	readonly tries: number;
	/** Of the Clear PIN before it, where there was one. */
	readonly pinTries?: number;
	/** HTTP status of the last answer; nothing where none came. */
	readonly httpCode?: number | undefined;
}

/** What an item asked for is done. */
interface Done {
	readonly kind: 'done';
	readonly json: IDataObject;
	/** The user and the hardware token that it was about, which RSA's answer need not name. */
	readonly about?: Readonly<Record<string, string>>;
}

/** What something that an item asked for came to. */
export type Result = (Done | { readonly kind: 'failed'; readonly problem: ItemError }) & {
	readonly sent?: Sent;
	/** The same for another item that shares it; nothing where that one names its user alike. */
	readonly retold?: (reference: UserReference) => Result | undefined;
};

/** A result, and the items that asked for it. */
export interface ItemResult {
	readonly result: Result;
	/** The items, this one among them, that asked for the same change: it was made once. */
	readonly sharedBy: readonly number[];
	/** When it had come to its end. */
	readonly endedAt: Date;
	/** How the requests of a change fared. */
	readonly trace?: Readonly<Trace>;
}

/** What an item works with: the courier of its own, and what it shares with the run's other items. */
export interface ItemContext extends Means {
	readonly people: UserCache;
	/**
	 * Makes a change, or waits for what it came to where it is the last one that the run has begun with its target.
	 *
	 * @param make gets a courier of its own, so that each of a user's hardware tokens has an item's time
	 */
	readonly once: (key: ChangeKey, make: (means: Means) => Promise<Result>) => Promise<ItemResult>;
	/** Works on a hardware token once all work on it is over that the run has begun before. */
	readonly inTurn: (
		tokenSerialNumber: string,
		work: () => Promise<ItemResult>,
	) => Promise<ItemResult>;
	/** A result that no other item can ask for. */
	readonly alone: (result: Result) => ItemResult;
}

/** What tells a change from the others of a run. Users are told apart by RSA's ID, however an item names them. */
export interface ChangeKey {
	/** The hardware token or user that is changed: its changes are made in their order. */
	readonly target: string;
	/** The same for the same change of it. */
	readonly change: string;
}

/** What an item asks for, its parameters read. */
export interface Task {
	/** The changes that it comes to, which Max Changes counts; or why that cannot be told. */
	changes(means: ItemContext): Promise<readonly ChangeKey[] | LookUpFailed>;
	/** The hardware token's serial number: items that name the same one are worked off in their order. */
	readonly hardwareToken?: string;
	/** Whose hardware tokens it is for, the one above or all: the same for items that name the user alike. */
	readonly owner?: string;
	/** What comes out for it, in its order. */
	perform(means: ItemContext): Promise<readonly ItemResult[]>;
	/** How the item fails where the run itself does not get to it. */
	fail(failure: Failure): Result;
}

/** What an operation that only reads changes. */
export async function noChanges(): Promise<readonly ChangeKey[]> {
	return await Promise.resolve([]);
}

/** An operation of a resource: what a person sees of it, and what it does with an item. */
export interface Operation {
	readonly name: string;
	readonly value: string;
	/**
	 * Sentence case, with the resource: what the node panel lists. It is also all that n8n tells an AI agent of
	 * the node as a tool (2.41.1, with the node's name), so it says what is changed and for whom.
	 */
	readonly action: string;
	readonly description: string;
	readonly fields: INodeProperties[];
	/** @throws {Refusal} where a parameter's value cannot be right */
	read(parameters: ItemParameters, options: GivenOptions): Task;
}
