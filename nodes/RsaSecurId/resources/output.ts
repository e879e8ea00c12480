import type { components } from '../../../contract/rsa-cloud-administration.types';

/** The JSON types of what the node adds to RSA's answer. */
export const addedTypes = {
	id: 'string',
	userId: 'string',
	outcome: 'string',
	deleted: 'boolean',
	confirmedBy: 'string',
} as const;

/**
 * Fields of an item after a run without options: what n8n's editor shows before the first run. `npm run types`
 * writes them to __schema__, where n8n looks for them.
 */
export interface Output {
	/** Schema of the contract whose properties an item holds; left out if RSA's answer has none. */
	readonly answer?: keyof components['schemas'];
	/** The properties of it that an item holds; all if left out. */
	readonly only?: readonly string[];
	/** Properties of it that no item holds. */
	readonly without?: readonly string[];
	/** What the node adds to it. */
	readonly adds: ReadonlyArray<keyof typeof addedTypes>;
}
