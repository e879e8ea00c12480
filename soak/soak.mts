import { setTimeout as sleep } from 'node:timers/promises';

import { BrokenTlsHost, tlsFailures } from '../sandbox/tenant/faults/broken-tls.mts';
import type { N8nInstallation } from '../sandbox/n8n/installation.mts';
import { createInstance, type N8nInstance } from '../sandbox/n8n/instance.mts';
import { oauthCredentialOf } from '../sandbox/tenant/authorization/oauth-credential.mts';
import { startTenant, type Tenant } from '../sandbox/tenant/tenant.mts';
import type { CleanUp } from '../bench/clean-up.mts';
import { seededRandom } from '../test/support/seeded-random.mts';
import { claimsIn, type Output } from './reported-outcomes.mts';
import { savedExecutions } from './executions.mts';
import { countsOf, faultsIn, notStarted, type SoakFigures } from './figures.mts';
import { ItemSupply, type Item } from './items.mts';
import { runBatch, runBatches, type Batch } from './load.mts';
import { Storm } from './storm.mts';
import { Changes, isFinished, Verification, type Verdict } from './verification.mts';
import {
	soakWorkflow,
	workflowId,
	workNames,
	works,
	type CredentialName,
	type Work,
	type WorkName,
} from './workflows.mts';

/** Batches at the same time, while faults are injected. */
const atOnce = 3;
/** Short, so that tokens are also renewed while the token endpoint has faults. */
const accessTokenLifetimeSeconds = 5;
/** ms, with a margin: the node sends no request to a token endpoint for so long after it refused one. */
const tokenEndpointRefusalLasts = 11_000;
/** Items of a batch after it. */
const itemsAfterwards = 500;

/** What a soak is started with. */
export interface SoakSettings {
	readonly installation: N8nInstallation;
	/** The packed node. */
	readonly packageTarball: string;
	/** The same seed draws the same items and blows; when they meet is up to the machine. */
	readonly seed: number;
	/** Stops what was started, at the end. */
	readonly cleanUp: CleanUp;
	readonly say: (line: string) => void;
}

interface SoakParts extends SoakSettings {
	readonly brokenTls: BrokenTlsHost;
	readonly instance: N8nInstance;
	readonly tenant: Tenant;
}

/** A real n8n that changes a simulated tenant while both have faults of every kind. */
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
	 * Injects faults, compares all that was reported with the tenant, then runs the items that are not done again
	 * without faults, and all items once more.
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
		const tokenFaults = named('Token endpoint', faultsIn(tenant.tokenRequests));
		tenant.clearJournal();
		const changes = new Changes(journal);
		say('Reading what n8n has saved of all executions');
		const executions = await this.#executionsOf(batches);
		const verification = new Verification(changes, tenant);
		const verdicts = executions.map(({ batch, execution }) => ({
			isFinished: isFinished(execution),
			...verification.verdictOn(batch, execution),
		}));
		const items = batches.flatMap((batch) => batch.items);
		await sleep(tokenEndpointRefusalLasts);
		say('Running again what is not done');
		await this.#runAgain(items.filter((item) => !this.#isDone(item)));
		const notDone = items.filter((item) => !this.#isDone(item));
		tenant.clearJournal();
		say('Running everything again');
		const failedAgain = await this.#runAgain(items);
		return {
			date,
			minutes,
			seed,
			executions: countsOf(executions.map(({ execution }) => execution?.status ?? notStarted)),
			items: items.length,
			requests: journal.length,
			unknown: countsOf(verdicts.flatMap(({ unknownBecause }) => unknownBecause)),
			faults: { ...faultsIn(journal), ...tokenFaults, ...named('TLS', brokenTls.failed) },
			blows,
			targets: {
				...totals(verdicts),
				sentTwice: changes.sentTwice.length,
				notDoneAtTheEnd: notDone.length,
				changedByTheSecondRun: tenant.journal.filter(({ changed }) => changed).length,
			},
			disagreements: [
				...verdicts.flatMap(({ disagreements }) => disagreements),
				...failedAgain,
				...tenant.takeBreaches().map((breach) => JSON.stringify(breach)),
			],
		};
	}

	/** What n8n has saved of each batch: nothing if n8n was down. */
	async #executionsOf(batches: readonly Batch[]) {
		const saved = await savedExecutions(this.#parts.instance);
		return batches.map((batch) => ({ batch, execution: saved.get(batch.id) }));
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
		say(`Injecting faults for ${milliseconds / 60_000} min`);
		const progress = setInterval(() => {
			say(`  ${tenant.journal.length} requests, ${megabytesInUse()} MB`);
		}, 60_000);
		try {
			await Promise.race([sleep(milliseconds, undefined, { ref: false }), ...working, raging]);
			isOver = true;
			const batches = (await Promise.all(working)).flat();
			storm.end();
			await raging;
			return { batches, blows: storm.blows };
		} finally {
			isOver = true;
			storm.end();
			clearInterval(progress);
		}
	}

	/** @returns what was not a success, though no fault was injected */
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

	#isDone({ own }: Item): boolean {
		return own.every(({ isReached }) => isReached(this.#parts.tenant));
	}
}

async function prepare(instance: N8nInstance, tenant: Tenant, brokenOrigin: string): Promise<void> {
	const credentials = await credentialsFor(tenant, brokenOrigin);
	await instance.importCredentials(
		Object.entries(credentials).map(([name, data]) => {
			return { id: name, name, type: 'rsaCloudAdministrationApi', data };
		}),
	);
	await instance.importWorkflows([soakWorkflow()]);
	await instance.publish(workflowId);
	await instance.start();
	await instance.setUpOwner();
}

async function credentialsFor(
	tenant: Tenant,
	brokenOrigin: string,
): Promise<Record<CredentialName, Readonly<Record<string, unknown>>>> {
	tenant.accessTokenLifetimeSeconds = accessTokenLifetimeSeconds;
	const client = await tenant.issueOAuthClient({ keyType: 'RSA' });
	return {
		apiKey: {
			authentication: 'apiKey',
			apiKeyFile: JSON.stringify(tenant.issueKey({ role: 'superAdmin' })),
		},
		oAuthClient: oauthCredentialOf(tenant, client),
		brokenTls: {
			authentication: 'jwt',
			baseUrl: `${brokenOrigin}/AdminInterface/restapi`,
			jwt: await tenant.signJwt(tenant.issueKey()),
		},
	};
}

/** The work to run an item with once there are no faults. */
function calm(name: WorkName): WorkName {
	const { credential }: Work = works[name];
	return credential === 'brokenTls' ? 'unassign' : name;
}

function failuresOf({ items, response }: Batch): string[] {
	if (response?.status !== 200 || !Array.isArray(response.data))
		return ['A workflow did not finish, though no fault was injected'];
	const outputs = response.data as ReadonlyArray<Output['json']>;
	const failed = outputs.filter(({ error }) => error !== undefined);
	return [
		...failed.map((output) => `run again: ${JSON.stringify(output)}`),
		...missingIn(items, outputs).map((key) => `run again: ${key} is missing in the output`),
	];
}

/** A user whose tokens were all unassigned has none to report; otherwise each item has one output, in their order. */
function missingIn(items: readonly Item[], outputs: ReadonlyArray<Output['json']>): string[] {
	const [first] = items;
	if (first === undefined || (works[first.work] as Work).of.kind === 'allTokens') return [];
	const paired = outputs.map((json, index) => ({ json, pairedWith: index }));
	const claims = claimsIn(paired, items);
	// An offboarding does not list what was gone before.
	const isListed = ({ json }: Output) => json.done !== undefined;
	return items.flatMap(({ own }, index) => {
		const output = paired[index];
		if (output === undefined) return own.map(({ key }) => key);
		return isListed(output) ? [] : own.map(({ key }) => key).filter((key) => !claims.has(key));
	});
}

function totals(verdicts: ReadonlyArray<Verdict & { readonly isFinished: boolean }>) {
	const sum = (of: (verdict: (typeof verdicts)[number]) => number) =>
		verdicts.reduce((total, verdict) => total + of(verdict), 0);
	const reported = {
		done: sum(({ done }) => done),
		failed: sum(({ failed }) => failed),
		unknown: sum(({ unknown }) => unknown),
		lost: sum(({ missing, isFinished }) => (isFinished ? missing : 0)),
		cutShort: sum(({ missing, isFinished }) => (isFinished ? 0 : missing)),
	};
	return { total: Object.values(reported).reduce((total, count) => total + count, 0), ...reported };
}

function named(where: string, counts: Readonly<Record<string, number>>): Record<string, number> {
	return Object.fromEntries(
		Object.entries(counts).map(([kind, count]) => [`${where}: ${kind}`, count]),
	);
}

/** Of this process: the journal is kept until the end. */
function megabytesInUse(): number {
	return Math.round(process.memoryUsage().rss / 1_000_000);
}
