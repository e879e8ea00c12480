import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

import type { N8nInstallation } from '../sandbox/n8n/installation.mts';
import { startTenant, type Tenant } from '../sandbox/tenant/tenant.mts';
import { BenchN8n } from './bench-n8n.mts';
import type { CleanUp } from './clean-up.mts';
import type { Run } from './measurement.mts';
import { printed } from './progress.mts';
import type { Subject } from './subjects.mts';
import { TokenSupply } from './token-supply.mts';

/** Items. After fewer than 2,000, Node's compiler still makes each run of a subject faster than the last. */
const warmUpItems = 2_000;

/** Settings of a workbench. */
export interface WorkbenchSettings {
	readonly installation: N8nInstallation;
	/** The packed node. */
	readonly packageTarball: string;
	/** Where folders of n8n go. */
	readonly folder: string;
	/** Number of rounds in which everything is measured. */
	readonly rounds: number;
	/** Gets the steps that stop everything after the case. */
	readonly cleanUp: CleanUp;
	readonly say: (line: string) => void;
}

/** A tenant and the tokens to unassign in it. */
export interface Site {
	readonly tenant: Tenant;
	readonly tokens: TokenSupply;
}

/** A site and an n8n that works on it. */
export interface StaffedSite extends Site {
	readonly n8n: BenchN8n;
}

/** Gives a case its tenant and its n8n, and measures for it. */
export class Workbench {
	readonly #settings: WorkbenchSettings;

	constructor(settings: WorkbenchSettings) {
		this.#settings = settings;
	}

	/**
	 * A tenant, and an n8n with each of the subjects warmed up.
	 *
	 * @param responseMilliseconds the time that the tenant takes for every response
	 */
	async open(responseMilliseconds: number, subjects: readonly Subject[]): Promise<StaffedSite> {
		const site = await this.#openTenant(responseMilliseconds);
		return { ...site, n8n: await this.startN8n(site, subjects) };
	}

	async #openTenant(responseMilliseconds: number): Promise<Site> {
		const tenant = await startTenant();
		this.#settings.cleanUp.add(async () => {
			await tenant.stop();
		});
		tenant.responseMilliseconds = responseMilliseconds;
		return { tenant, tokens: new TokenSupply(tenant) };
	}

	/** One more n8n for a tenant, with each of the subjects warmed up. */
	async startN8n(site: Site, subjects: readonly Subject[]): Promise<BenchN8n> {
		const { installation, packageTarball, folder, cleanUp, say } = this.#settings;
		say('  starting an n8n');
		const n8n = await BenchN8n.create({
			installation,
			packageTarball,
			folder: await mkdtemp(join(folder, 'n8n-')),
			tenant: site.tenant,
			subjects,
		});
		cleanUp.add(async () => {
			await n8n.remove();
		});
		await n8n.start();
		for (const subject of subjects) await this.warmUp({ ...site, n8n }, subject);
		return n8n;
	}

	/** A tenant, and n8n in queue mode with this many workers, which are not warmed up. */
	async openCluster(
		responseMilliseconds: number,
		subjects: readonly Subject[],
		workers: number,
	): Promise<StaffedSite> {
		const { installation, packageTarball, cleanUp, say } = this.#settings;
		const site = await this.#openTenant(responseMilliseconds);
		say('  starting n8n in queue mode');
		const request = { installation, packageTarball, tenant: site.tenant, subjects, workers };
		const n8n = await BenchN8n.createCluster(request);
		cleanUp.add(async () => {
			await n8n.remove();
		});
		await n8n.start();
		return { ...site, n8n };
	}

	/** Lets a fresh n8n compile what a subject runs. */
	async warmUp({ n8n, tokens }: StaffedSite, subject: Subject): Promise<void> {
		await n8n.run(subject, tokens.takeOfNewUsers(warmUpItems));
	}

	/**
	 * Measures all entries once a round, one after the other, and prints the figures. Each round starts with another
	 * of the entries, so that none of them always runs first.
	 */
	async alternate<Entry>(
		entries: readonly Entry[],
		measureOne: (entry: Entry, round: number) => Promise<Run | readonly Run[]>,
	): Promise<Run[]> {
		const runs: Run[] = [];
		for (let round = 1; round <= this.#settings.rounds; round++) {
			const first = (round - 1) % entries.length;
			for (const entry of [...entries.slice(first), ...entries.slice(0, first)]) {
				const measured = [await measureOne(entry, round)].flat();
				for (const run of measured) this.#settings.say(`  ${printed(run)}`);
				runs.push(...measured);
			}
		}
		return runs;
	}
}
