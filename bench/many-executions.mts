import type { Run, RunOrder } from './measurement.mts';
import type { MeterReading } from './meter.mts';
import { sumOf } from './statistics.mts';
import type { TokenRange } from './token-supply.mts';
import { trafficOf } from './traffic.mts';

/** Executions of the same subject, a range of tokens each. */
interface ManyOrder extends Omit<RunOrder, 'tokens'> {
	readonly executions: readonly TokenRange[];
}

/**
 * Runs a subject in many executions at once. Nothing else may use the tenant meanwhile.
 *
 * @returns a single run, from the start of the first execution to the end of the last
 * @throws an Error where a workflow does not come to its end
 */
export async function measureAtOnce(order: ManyOrder): Promise<Run> {
	const { executions, n8n, subject } = order;
	return await measureMany(
		order,
		async () => await Promise.all(executions.map(async (tokens) => await n8n.run(subject, tokens))),
		together,
	);
}

/**
 * The same one after the other.
 *
 * @returns a single run, whose time is that of the executions' steps without what lies between them
 */
export async function measureOneByOne(order: ManyOrder): Promise<Run> {
	const { executions, n8n, subject } = order;
	const runAll = async () => {
		const meters: MeterReading[] = [];
		for (const tokens of executions) meters.push(await n8n.run(subject, tokens));
		return meters;
	};
	return await measureMany(order, runAll, (meters) => ({
		...together(meters),
		wallMs: sumOf(meters.map(({ wallMs }) => wallMs)),
		cpuMs: sumOf(meters.map(({ cpuMs }) => cpuMs)),
	}));
}

async function measureMany(
	{ tenant, subject, round, variant = '' }: ManyOrder,
	runAll: () => Promise<readonly MeterReading[]>,
	asOne: (meters: readonly MeterReading[]) => MeterReading,
): Promise<Run> {
	await tenant.settled();
	tenant.clearJournal();
	const meters = await runAll();
	await tenant.settled();
	return { subject, variant, round, meter: asOne(meters), traffic: trafficOf(tenant.journal) };
}

/** The CPU time is that of the process while the longest of them ran: each reading has the others' work in it. */
function together(meters: readonly MeterReading[]): MeterReading {
	const startedAt = Math.min(...meters.map((meter) => meter.startedAt));
	return {
		startedAt,
		wallMs: Math.max(...meters.map((meter) => meter.startedAt + meter.wallMs)) - startedAt,
		cpuMs: Math.max(...meters.map(({ cpuMs }) => cpuMs)),
		rssBeforeBytes: Math.min(...meters.map(({ rssBeforeBytes }) => rssBeforeBytes)),
		peakRssBytes: Math.max(...meters.map(({ peakRssBytes }) => peakRssBytes)),
		itemsIn: sumOf(meters.map(({ itemsIn }) => itemsIn)),
		done: added(meters.map(({ done }) => done)),
		failed: added(meters.map(({ failed }) => failed)),
	};
}

function added(all: ReadonlyArray<MeterReading['done']>): MeterReading['done'] {
	const sums: Record<string, number> = {};
	for (const [name, count] of all.flatMap(Object.entries<number>)) {
		sums[name] = (sums[name] ?? 0) + count;
	}
	return sums;
}
