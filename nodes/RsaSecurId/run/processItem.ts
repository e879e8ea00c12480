import type { ResolvedItem } from './changeLimit';
import { processStages } from './processStages';
import {
	unshared,
	clientFor,
	contextWith,
	processStep,
	settledStep,
	type ItemResult,
	type ItemWork,
	type Work,
} from './processStep';

/**
 * Processes the steps of an item, after the earlier items of its lane are finished. Each step has one result or several;
 * steps in stages have one together.
 *
 * @throws what the look-ups for its steps throw, or its only step. Of several steps, each has its own error
 */
export async function processItem(work: Work): Promise<readonly ItemResult[]> {
	const { item, itemIndex, tenant } = work;
	const position = tenant.lanes.nextPosition();
	const leave = await tenant.lanes.enter(position, item.task.lane);
	try {
		const resolved = work.resolved ?? (await resolveItem(work));
		const { resolution, timeLeft } = resolved;
		if (resolution.kind === 'failed') return [unshared(resolution.result, itemIndex)];
		const stepWork = { ...work, position };
		if (resolution.kind === 'stages') {
			return [await processStages(resolution, stepWork, resolved)];
		}
		const { steps } = resolution;
		const process = steps.length === 1 ? processStep : settledStep;
		const results = await Promise.all(
			steps.map((step) => process(step, stepWork, clientFor(work, timeLeft))),
		);
		return results.flat();
	} finally {
		leave();
	}
}

/** The steps of an item. Looks up what is needed for them. */
export async function resolveItem(work: ItemWork): Promise<ResolvedItem> {
	const { item, tenant } = work;
	const context = contextWith(clientFor(work, item.limits.limit), work);
	const seenAfter = tenant.changes.ended;
	const resolution = await item.task.resolve(context);
	return { resolution, tenant, timeLeft: context.client.timeLeft(), seenAfter };
}
