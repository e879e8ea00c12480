import type { components } from '../../../contract/rsa-cloud-administration.types';

type Answer = keyof components['schemas'];

/** Types of the fields that the node adds to RSA's responses. */
export const addedTypes = {
	id: 'string',
	userId: 'string',
	authenticatorId: 'string',
	email: 'string',
	kind: 'string',
	reportType: 'string',
	fileName: 'string',
	fileSize: 'number',
	highRiskUser: 'boolean',
	deleted: 'boolean',
	offlineCodeValidUntil: 'string',
	outcome: 'string',
	done: 'array',
	already: 'array',
	failed: 'array',
	leftOver: 'array',
	confirmedBy: 'string',
} as const;

/**
 * Fields of an item after a run without options: what n8n's editor shows before the first run. `npm run types`
 * writes them to __schema__, where n8n looks for them.
 */
export interface Output {
	/** Schemas of the contract whose properties an item holds; left out if RSA's response has none. */
	readonly answer?: Answer | readonly Answer[];
	/** The properties of them that an item holds; all if left out. */
	readonly only?: readonly string[];
	/** Properties of them that no item holds. */
	readonly without?: readonly string[];
	/** What the node adds to it. */
	readonly adds: ReadonlyArray<keyof typeof addedTypes>;
}
