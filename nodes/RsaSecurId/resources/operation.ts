import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Send } from '../../../rsa/reply';
import type { Problem } from '../problem';

/** An input item at work. */
export interface Item {
	readonly context: IExecuteFunctions;
	readonly index: number;
	readonly send: Send;
}

/** What an item comes out as. */
export type ItemResult =
	| { readonly kind: 'done'; readonly json: IDataObject }
	| { readonly kind: 'failed'; readonly problem: Problem };

/** An operation of a resource: what a person sees of it, and what it does with an item. */
export interface Operation {
	readonly name: string;
	readonly value: string;
	/** Sentence case, with the resource: what the node panel lists. */
	readonly action: string;
	readonly description: string;
	readonly fields: INodeProperties[];
	/** @throws {Refusal} where a parameter's value cannot be right */
	execute(item: Item): Promise<ItemResult>;
}
