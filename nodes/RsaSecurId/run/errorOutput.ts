import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { orUndefined } from '../../../rsa/values/orUndefined';

/**
 * Marks a failed item for older engines, so that they send it to the error output: they recognize an item with `details`
 * as failed only by its `error` (n8n-core 1.122.48 and 2.8.1, handleNodeErrorOutput; 2.41.1 recognizes it by its json).
 *
 * If the `error` was still there afterwards, every engine would replace the item's json by the message
 * (normalizeNodeErrors). It is not enumerable, so the copy that goes to the error output does not have it.
 */
export function markFailed(context: IExecuteFunctions, item: INodeExecutionData): void {
	if (context.getNode().onError !== 'continueErrorOutput') return;
	// Without a node before this one, the engine sends the item itself, not a copy.
	if (orUndefined(() => context.getInputSourceData()) === undefined) return;
	Object.defineProperty(item, 'error', { value: new Error(String(item.json.error)) });
}
