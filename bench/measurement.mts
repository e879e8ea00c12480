import type { Tenant } from '../sandbox/tenant/tenant.mts';
import type { BenchN8n } from './bench-n8n.mts';
import type { MeterReading } from './meter.mts';
import type { Subject } from './subjects.mts';
import type { TokenRange } from './token-supply.mts';
import { trafficOf, type Traffic } from './traffic.mts';

/** A limit that a tenant had from a moment on. */
export interface PlayedLimit {
	/** ms since the run's first request. */
	readonly fromMs: number;
	/** Requests. */
	readonly perSecond: number;
}

/** One run of a subject, with all that was measured of it. */
export interface Run {
	readonly subject: Subject;
	/** Distinguishes the measurements of a case for the same subject; '' if there is only one. */
	readonly variant: string;
	/** Counts from 1. */
	readonly round: number;
	readonly meter: MeterReading;
	readonly traffic: Traffic;
	/** The tenant's limits, where they changed during the run. */
	readonly limits?: readonly PlayedLimit[];
	/** Figures that only this case measures; each name carries its unit. */
	readonly figures?: Readonly<Record<string, number>>;
}

/** The run to make. */
export interface RunOrder {
	readonly tenant: Tenant;
	readonly n8n: BenchN8n;
	readonly subject: Subject;
	readonly tokens: TokenRange;
	readonly round: number;
	readonly variant?: string;
}

/**
 * Runs a subject once. Nothing else may use the tenant meanwhile.
 *
 * @throws an Error where the workflow does not come to its end
 */
export async function measure(order: RunOrder): Promise<Run> {
	const { tenant, n8n, subject, tokens, round, variant = '' } = order;
	await tenant.settled();
	tenant.clearJournal();
	const meter = await n8n.run(subject, tokens);
	await tenant.settled();
	return { subject, variant, round, meter, traffic: trafficOf(tenant.journal) };
}
