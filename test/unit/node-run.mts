import type { IExecuteFunctions } from 'n8n-workflow';

import { Run } from '../../nodes/RsaSecurId/run/run.ts';
import type { Stage } from './delivered-run.mts';

/** How the node is set. */
interface Settings {
	/** Whether the node goes on after an item that failed. */
	readonly continueOnFail: boolean;
	readonly stopAfterFailures?: number;
}

/** s. The longest that the form takes. */
const LONGEST_DEADLINE = 86_400;

/** Works the items of a scenario off as the node does, and waits until nothing of it is under way any more. */
export async function runNode(stage: Stage, settings: Settings): Promise<Run> {
	const { clock, pace, scenario, wire } = stage;
	const { stopAfterFailures = Number.POSITIVE_INFINITY } = settings;
	const run = new Run({
		context: contextOf(stage, settings),
		options: {
			maxChanges: Number.POSITIVE_INFINITY,
			maxConcurrency: scenario.maxConcurrency,
			runDeadline: scenario.endsAt,
			stopAfterFailures,
		},
		pace,
		sendWithin: (timeout) => wire.sendFor(itemWith(timeout)),
	});
	await clock.run(run.finish());
	await clock.runOut();
	return run;
}

/** s. Each item has a timeout of its own, by which its requests are told from those of others. */
const timeoutOf = (item: number) => item + 1;
const itemWith = (timeout: number) => timeout / 1000 - 1;

/** n8n, as far as a run looks at it. */
function contextOf(
	{ cancelSignal, scenario }: Stage,
	{ continueOnFail }: Settings,
): IExecuteFunctions {
	const { items, limit, maxTries } = scenario;
	const parameters = items.map<Record<string, unknown>>(({ name, target }, item) => ({
		resource: 'hardwareToken',
		operation: name,
		user: target.userId,
		serialNumber: target.tokenSerialNumber,
		options: {
			maxTries,
			itemDeadline: Math.min(limit / 1000, LONGEST_DEADLINE),
			timeout: timeoutOf(item),
		},
	}));
	const context: Pick<IExecuteFunctions, 'continueOnFail' | 'getExecutionCancelSignal'> = {
		continueOnFail: () => continueOnFail,
		getExecutionCancelSignal: () => cancelSignal,
	};
	const input = {
		getInputData: () => items.map(() => ({ json: {} })),
		getNodeParameter: (name: string, item: number) => parameters[item]?.[name],
	};
	// The rest of n8n's long interface has nothing to do with a run.
	return { ...context, ...input } as unknown as IExecuteFunctions;
}
