import { setTimeout as sleep } from 'node:timers/promises';

import { BrokenTlsHost, tlsFailures } from '../../sandbox/broken-tls.mts';
import type { N8nInstallation } from '../../sandbox/n8n/installation.mts';
import { createInstance, type N8nInstance } from '../../sandbox/n8n/instance.mts';
import { startTenant, type Tenant } from '../../sandbox/tenant.mts';
import type { CleanUp } from '../bench/clean-up.mts';
import { seededRandom } from '../unit/seeded-random.mts';
import { faultsIn, type SoakFigures } from './figures.mts';
import { ItemSupply, type Item } from './items.mts';
import { runBatch, runBatches, type Batch } from './load.mts';
import { Storm } from './storm.mts';
import { Changes, verdictOn, type Verdict } from './verification.mts';
import {
	isReached,
	soakWorkflow,
	workflowId,
	workNames,
	works,
	type Work,
	type WorkName,
} from './works.mts';

/** Batches at once during the storm. */
const atOnce = 3;
/** Items of a batch after it. */
const itemsAfterwards = 500;

/** What a soak is started with. */
export interface SoakSettings {
	readonly installation: N8nInstallation;
	/** The packed node. */
	readonly packageTarball: string;
	/** The same seed draws the same items and blows; when they meet is up to the machine. */
	readonly seed: number;
	/** Told what has to be stopped at the end. */
	readonly cleanUp: CleanUp;
	readonly say: (line: string) => void;
}

interface SoakParts extends SoakSettings {
	readonly brokenTls: BrokenTlsHost;
	readonly instance: N8nInstance;
	readonly tenant: Tenant;
}

/** A real n8n that works on a simulated tenant while both are struck by faults of every kind. */
export class Soak {
	readonly #parts: SoakParts;

	private constructor(parts: SoakParts) {
		this.#parts = parts;
	}

	/** @throws an Error with n8n's output where it does not start */
	static async start(settings: SoakSettings): Promise<Soak> {
		const { cleanUp, seed, say } = settings;
		const tenant = await startTenant();
		cleanUp.add(async () => {
			await tenant.stop();
		});
		const random = seededRandom(seed + 1);
		const brokenTls = new BrokenTlsHost(
			() => tlsFailures[Math.floor(random() * tlsFailures.length)] ?? 'noTls',
		);
		const brokenOrigin = await brokenTls.open();
		cleanUp.add(async () => {
			await brokenTls.close();
		});
		say('Starting n8n');
		const instance = await createInstance(settings);
		cleanUp.add(async () => {
			await instance.remove();
		});
		await prepare(instance, tenant, brokenOrigin);
		return new Soak({ ...settings, brokenTls, instance, tenant });
	}

	/**
	 * Lets the storm rage, holds all that was said against the tenant, then runs what is not done once more
	 * without faults, and all of it another time.
	 */
	async run(minutes: number): Promise<Omit<SoakFigures, 'n8n' | 'node'>> {
		const { tenant, brokenTls, seed, say } = this.#parts;
		const date = new Date().toISOString().slice(0, 10);
		const { batches, blows } = await this.#storm(minutes * 60_000);
		say(
			`${batches.length} batches, ${tenant.journal.length} requests; waiting for the last of them`,
		);
		await tenant.settled();
		const journal = [...tenant.journal];
		tenant.clearJournal();
		const changes = new Changes(journal);
		const verdicts = batches.map(({ items, claims }) =>
			items.map((item) => verdictOn(item, claims, changes, tenant)),
		);
		const items = batches.flatMap((batch) => batch.items);
		say('Running again what is not done');
		await this.#runAgain(items.filter((item) => !this.#isDone(item)));
		const notDone = items.filter((item) => !this.#isDone(item));
		tenant.clearJournal();
		say('Running everything again');
		const failedAgain = await this.#runAgain(items);
		const finished = batches.filter(({ claims }) => claims !== undefined).length;
		return {
			date,
			minutes,
			seed,
			batches: { finished, cutShort: batches.length - finished },
			items: items.length,
			requests: journal.length,
			faults: faultsIn(journal, tlsFaults(brokenTls)),
			blows,
			tokens: {
				...totals(batches, verdicts),
				sentTwice: changes.sentTwice.length,
				notDoneAtTheEnd: notDone.length,
				changedByTheSecondRun: tenant.journal.filter(({ changed }) => changed).length,
			},
			disagreements: [
				...verdicts.flat().flatMap(({ disagreements }) => disagreements),
				...failedAgain,
				...tenant.takeBreaches().map((breach) => JSON.stringify(breach)),
			],
		};
	}

	async #storm(milliseconds: number) {
		const { instance, tenant, seed, say } = this.#parts;
		const storm = new Storm(instance, tenant, seededRandom(seed), say);
		const supply = new ItemSupply(tenant, seededRandom(seed + 2));
		let isOver = false;
		const raging = storm.rage(seed);
		const working = Array.from({ length: atOnce }, (_, index) =>
			runBatches(
				instance,
				supply,
				seededRandom(seed + 3 + index),
				() => isOver,
				() => storm.calm(),
			),
		);
		say(`The storm rages for ${milliseconds / 60_000} min`);
		await Promise.race([sleep(milliseconds, undefined, { ref: false }), ...working, raging]);
		isOver = true;
		const batches = (await Promise.all(working)).flat();
		storm.end();
		await raging;
		return { batches, blows: storm.blows };
	}

	/** @returns what did not come out as a success, though no fault was in its way */
	async #runAgain(items: readonly Item[]): Promise<string[]> {
		const { instance, say } = this.#parts;
		const failed: string[] = [];
		for (const name of workNames) {
			const ofWork = items.filter(({ work, own }) => work === name && own.length > 0);
			for (let first = 0; first < ofWork.length; first += itemsAfterwards) {
				const batch = ofWork.slice(first, first + itemsAfterwards);
				say(`  ${name}: ${batch.length} items`);
				failed.push(...failuresOf(await runBatch(instance, calm(name), batch)));
			}
		}
		return failed;
	}

	#isDone({ work, own }: Item): boolean {
		const { operation, clearsPinFirst = false }: Work = works[work];
		return own
			.map((serialNumber) => this.#parts.tenant.hardwareToken(serialNumber))
			.every((token) => isReached[operation](token) && !(clearsPinFirst && token.pinSet));
	}
}

async function prepare(instance: N8nInstance, tenant: Tenant, brokenOrigin: string): Promise<void> {
	const key = JSON.stringify(tenant.issueKey());
	const jwt = await tenant.signJwt(tenant.issueKey());
	const type = 'rsaCloudAdministrationApi';
	await instance.importCredentials([
		{ id: 'tenant', name: 'tenant', type, data: { authentication: 'apiKey', apiKeyFile: key } },
		{
			id: 'brokenTls',
			name: 'brokenTls',
			type,
			data: { authentication: 'jwt', baseUrl: `${brokenOrigin}/AdminInterface/restapi`, jwt },
		},
	]);
	await instance.importWorkflows([
		soakWorkflow(({ overBrokenTls = false }) => (overBrokenTls ? 'brokenTls' : 'tenant')),
	]);
	await instance.publish(workflowId);
	await instance.start();
	await instance.setUpOwner();
}

/** The work to run an item with once there are no faults. */
function calm(name: WorkName): WorkName {
	const { overBrokenTls = false }: Work = works[name];
	return overBrokenTls ? 'unassign' : name;
}

function failuresOf({ items, claims }: Batch): string[] {
	if (claims === undefined) return ['A workflow did not come to its end without faults'];
	const failed = [...claims].filter(([, { cause }]) => cause !== undefined);
	const all = works[items[0]?.work ?? 'unassign'] as Work;
	// A user without tokens has none to tell of.
	const untold = all.ofAllTokens
		? []
		: items.flatMap(({ own }) => own.filter((serialNumber) => !claims.has(serialNumber)));
	return [
		...failed.map(([serialNumber, claim]) => `run again: ${serialNumber} ${JSON.stringify(claim)}`),
		...untold.map((serialNumber) => `run again: ${serialNumber} was not told of`),
	];
}

function totals(batches: readonly Batch[], verdicts: ReadonlyArray<readonly Verdict[]>) {
	const sum = (of: (verdict: Verdict) => number, isFinished: boolean) =>
		verdicts
			.filter((_, index) => (batches[index]?.claims !== undefined) === isFinished)
			.flat()
			.reduce((total, verdict) => total + of(verdict), 0);
	const told = {
		done: sum(({ done }) => done, true),
		failed: sum(({ failed }) => failed, true),
		unknown: sum(({ unknown }) => unknown, true),
		lost: sum(({ untold }) => untold, true),
		cutShort: sum(({ untold }) => untold, false),
	};
	return { total: Object.values(told).reduce((total, count) => total + count, 0), ...told };
}

function tlsFaults({ failed }: BrokenTlsHost): Record<string, number> {
	return Object.fromEntries(tlsFailures.map((kind) => [`TLS: ${kind}`, failed[kind]]));
}
