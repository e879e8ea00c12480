import type { IExecuteFunctions } from 'n8n-workflow';

import type { ItemParameters } from '../../nodes/RsaSecurId/resources/parameters.ts';
import type { EnteredValue } from '../../nodes/RsaSecurId/resources/fieldValue.ts';
import { Lanes } from '../../nodes/RsaSecurId/run/lanes.ts';
import { Run } from '../../nodes/RsaSecurId/run/run.ts';
import { SharedChanges } from '../../nodes/RsaSecurId/run/sharedChanges.ts';
import type { Tenant } from '../../nodes/RsaSecurId/run/tenants.ts';
import { UserCache } from '../../rsa/users/userCache.ts';
import type { Stage } from './delivered-run.mts';

/** Settings of the node. */
interface Settings {
	/** Whether the node goes on after an item that failed. */
	readonly continueOnFail: boolean;
	readonly stopAfterFailures?: number;
	readonly maxChanges?: number;
	/** Called at each break of the event loop. */
	readonly onBreak?: () => void;
	/** Called for each item that needs its credential; it goes on once that is done. */
	readonly onCredential?: () => Promise<void>;
}

/** s. The longest that the form takes. */
const LONGEST_DEADLINE = 86_400;

/** Processes the items of a scenario as the node does, and waits until nothing is under way any more. */
export async function runNode(stage: Stage, settings: Settings): Promise<Run> {
	const { clock, scenario, wire } = stage;
	const throttle = stage.throttleOf(0);
	const { maxChanges = Number.POSITIVE_INFINITY, onBreak, onCredential } = settings;
	const { stopAfterFailures = Number.POSITIVE_INFINITY } = settings;
	const tenant: Tenant = {
		createTransport: (timeout) => wire.sendFor(itemWith(timeout)),
		throttle,
		users: new UserCache(),
		lanes: new Lanes(),
		changes: new SharedChanges(),
	};
	const run = new Run({
		context: contextOf(stage, settings),
		items: parametersOf(scenario),
		options: {
			maxChanges,
			maxConcurrency: scenario.maxConcurrency,
			runDeadline: scenario.endsAt,
			stopAfterFailures,
		},
		tenants: {
			of: async () => {
				await onCredential?.();
				return tenant;
			},
			end: (notSent) => {
				throttle.end(notSent);
			},
		},
		// Reading an item takes no time here, and no other work is waiting.
		breaks: {
			next: async () => {
				onBreak?.();
				await Promise.resolve();
			},
		},
	});
	await clock.run(run.checkChangeLimit());
	await clock.run(Promise.all(run.start()));
	await clock.runOut();
	return run;
}

/** s. Each item has a timeout of its own, which tells its requests from those of others. */
const timeoutOf = (item: number) => item + 1;
const itemWith = (timeout: number) => timeout / 1000 - 1;

/** n8n, as far as a run looks at it. */
function contextOf({ cancelSignal }: Stage, { continueOnFail }: Settings): IExecuteFunctions {
	const context: Pick<IExecuteFunctions, 'continueOnFail' | 'getExecutionCancelSignal'> = {
		continueOnFail: () => continueOnFail,
		getExecutionCancelSignal: () => cancelSignal,
	};
	// The rest of n8n's long interface has nothing to do with a run.
	return context as unknown as IExecuteFunctions;
}

/** The node's parameters, as the items of a scenario have them. */
function parametersOf({ items, limit, maxTries }: Stage['scenario']): ItemParameters[] {
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
	return parameters.map((values) => ({
		entered: (name) => enteredAt(values, name),
		isExpression: () => false,
		mode: (name) => (name === 'user' ? 'id' : 'serial'),
	}));
}

function enteredAt(values: object, name: string): EnteredValue | undefined {
	const steps = name.split('.');
	const value = steps.reduce<unknown>(
		(inner, step) => Object.entries(inner ?? {}).find(([key]) => key === step)?.[1],
		values,
	);
	return value === undefined ? undefined : { value, isExpression: false };
}
