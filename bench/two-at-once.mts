import { setTimeout as sleep } from 'node:timers/promises';

import type { JournalEntry, Tenant } from '../sandbox/tenant/tenant.mts';
import type { BenchN8n } from './bench-n8n.mts';
import type { Run } from './measurement.mts';
import type { MeterReading } from './meter.mts';
import { serialNumbersOf, type TokenRange } from './token-supply.mts';
import { serialNumberOf, trafficOf } from './traffic.mts';

/** A value for each of the two. */
type Two<Value> = readonly [Value, Value];

/** The runs that two n8n make at the same time. */
export interface TwoRunsOrder {
	readonly tenant: Tenant;
	readonly n8n: Two<BenchN8n>;
	readonly tokens: Two<TokenRange>;
	readonly variants: Two<string>;
	/** ms between the two starts. */
	readonly secondLaterMs: number;
	readonly round: number;
}

/**
 * Runs the node in two n8n at the same time. Nothing else may use the tenant meanwhile.
 *
 * @returns a run each, with the figure `changedASecondWhileBothRan`
 * @throws an Error where a workflow does not come to its end
 */
export async function measureTwo(order: TwoRunsOrder): Promise<Run[]> {
	const { tenant, n8n, tokens, variants, secondLaterMs, round } = order;
	await tenant.settled();
	tenant.clearJournal();
	const meters = await Promise.all([
		n8n[0].run('node', tokens[0]),
		sleep(secondLaterMs).then(async () => await n8n[1].run('node', tokens[1])),
	]);
	await tenant.settled();
	const startedAt = tenant.journal[0]?.at.getTime() ?? 0;
	return ([0, 1] as const).map((which) => {
		const entries = entriesOf(tenant.journal, tokens[which]);
		return {
			subject: 'node',
			variant: variants[which],
			round,
			meter: meters[which],
			traffic: trafficOf(entries, startedAt),
			figures: { changedASecondWhileBothRan: changedASecond(entries, whileBothRan(meters)) },
		};
	});
}

function entriesOf(journal: readonly JournalEntry[], tokens: TokenRange): JournalEntry[] {
	const serialNumbers = new Set<string | undefined>(serialNumbersOf(tokens));
	return journal.filter((entry) => serialNumbers.has(serialNumberOf(entry)));
}

interface Period {
	/** ms since 1970. */
	readonly from: number;
	readonly to: number;
}

function whileBothRan(meters: Two<MeterReading>): Period {
	return {
		from: Math.max(...meters.map(({ startedAt }) => startedAt)),
		to: Math.min(...meters.map(({ startedAt, wallMs }) => startedAt + wallMs)),
	};
}

function changedASecond(entries: readonly JournalEntry[], { from, to }: Period): number {
	const changed = entries.filter(({ at, changed }) => {
		const time = at.getTime();
		return changed && time >= from && time <= to;
	});
	return (changed.length / (to - from)) * 1000;
}
