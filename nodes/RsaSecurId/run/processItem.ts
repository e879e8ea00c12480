import type { ResolvedItem } from './changeLimit';
import { processStages } from './processStages';
import {
	alone,
	clientFor,
	contextWith,
	processStep,
	type ItemResult,
	type ItemWork,
	type Work,
} from './processStep';

/**
 * Makes an item's steps, once the items before it in its lane are over. Each step gives a result, or several; steps in
 * stages give one together.
 *
 * @throws what a step throws
 */
export async function processItem(work: Work): Promise<readonly ItemResult[]> {
	const { item, itemIndex, tenant } = work;
	const leave = await tenant.lanes.enter(item.task.lane);
	try {
		const { resolution, timeLeft } = work.resolved ?? (await resolveItem(work));
		if (resolution.kind === 'failed') return [alone(resolution.result, itemIndex)];
		if (resolution.kind === 'stages') return [await processStages(resolution, work, timeLeft)];
		const results = await Promise.all(
			resolution.steps.map((step) => processStep(step, work, clientFor(work, timeLeft))),
		);
		return results.flat();
	} finally {
		leave();
	}
}

/** The steps that an item comes to. */
export async function resolveItem(work: ItemWork): Promise<ResolvedItem> {
	const { item, tenant } = work;
	const context = contextWith(clientFor(work, item.limits.limit), work);
	const resolution = await item.task.resolve(context);
	return { resolution, tenant, timeLeft: context.client.timeLeft() };
}
