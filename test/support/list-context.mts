import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

/**
 * The parts of the editor's context that the lists use; n8n-core makes that context for a server only.
 *
 * @param user what the form has as the user
 */
export function listContext(context: IExecuteFunctions, user: unknown): ILoadOptionsFunctions {
	return Object.assign(context, {
		getCurrentNodeParameter: () => user,
	}) as unknown as ILoadOptionsFunctions;
}
