import type { components } from '../../../contract/rsa-cloud-administration.types';

type SchemaName = keyof components['schemas'];

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
 * Fields of an item after a run without options, for n8n's editor before the first run. `npm run types` writes them to
 * __schema__, where n8n looks for them.
 */
export interface Output {
	/** Schemas of the contract whose properties an item has; left out if RSA's response has none. */
	readonly response?: SchemaName | readonly SchemaName[];
	/** Their properties that an item has; all if left out. */
	readonly only?: readonly string[];
	/** Their properties that an item does not have. */
	readonly without?: readonly string[];
	/** Properties that the node adds. */
	readonly adds: ReadonlyArray<keyof typeof addedTypes>;
}
