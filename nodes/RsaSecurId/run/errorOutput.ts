import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { orUndefined } from '../../../rsa/values/orUndefined';

/**
 * Lets older engines send a failed item to the error output too: they know an item with `details` as failed only
 * by its `error` (n8n-core 1.122.48 and 2.8.1, handleNodeErrorOutput; 2.41.1 knows it by its json).
 *
 * An `error` that is still there afterwards costs the item its json, of which every engine keeps the message alone
 * (normalizeNodeErrors). This one cannot be enumerated, so that it is not in the copy that goes to the error output.
 */
export function markFailed(context: IExecuteFunctions, item: INodeExecutionData): void {
	if (context.getNode().onError !== 'continueErrorOutput') return;
	// Without a node before it, the engine sends no copy but the item itself.
	if (orUndefined(() => context.getInputSourceData()) === undefined) return;
	Object.defineProperty(item, 'error', { value: new Error(String(item.json.error)) });
}
