import type { components } from '../../../contract/rsa-cloud-administration.types';

/**
 * Fields of an item after a run without options: what n8n's editor shows before the first run. `npm run types`
 * writes them to __schema__, where n8n looks for them.
 */
export interface Output {
	/** Schema of the contract whose properties an item holds; left out if RSA's answer has none. */
	readonly answer?: keyof components['schemas'];
	/** Texts that the node adds to it. */
	readonly adds: ReadonlyArray<'id' | 'userId' | 'outcome' | 'confirmedBy'>;
}
