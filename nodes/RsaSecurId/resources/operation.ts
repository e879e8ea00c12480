import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Means } from '../../../rsa/delivery/delivery';
import type { Failure } from '../../../rsa/failure';
import type { Problem } from '../run/problem';
import type { ItemParameters } from './parameters';

/** What an item comes out as. */
export type ItemResult =
	| { readonly kind: 'done'; readonly json: IDataObject }
	| { readonly kind: 'failed'; readonly problem: Problem };

/** What an item asks for, its parameters read. */
export interface Task {
	/** Names the change: where several items of a run ask for the same one, it is made once. */
	readonly change: string;
	/** The hardware token's serial number: items that name the same one are worked off in their order. */
	readonly hardwareToken: string;
	perform(means: Means): Promise<ItemResult>;
	/** How the item fails where the run itself does not get to it. */
	fail(failure: Failure): ItemResult;
}

/** An operation of a resource: what a person sees of it, and what it does with an item. */
export interface Operation {
	readonly name: string;
	readonly value: string;
	/** Sentence case, with the resource: what the node panel lists. */
	readonly action: string;
	readonly description: string;
	readonly fields: INodeProperties[];
	/** @throws {Refusal} where a parameter's value cannot be right */
	read(parameters: ItemParameters): Task;
}
