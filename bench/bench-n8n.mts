import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axios from 'axios';

import { N8nCluster } from '../sandbox/n8n/cluster.mts';
import type { N8nInstallation } from '../sandbox/n8n/installation.mts';
import { createInstance, type N8nInstance } from '../sandbox/n8n/instance.mts';
import type { Tenant } from '../sandbox/tenant/tenant.mts';
import { readMeter, type MeterReading } from './meter.mts';
import type { Subject } from './subjects.mts';
import type { TokenRange } from './token-supply.mts';
import { benchWorkflow } from './workflow.mts';

const packageFolder = fileURLToPath(new URL('package', import.meta.url));
const credentialId = 'rsaTenant';

/** ms. No run takes a tenth of it; it ends a run that hangs. */
const timeout = 30 * 60_000;

/** Characters of n8n's output that an error shows. */
const LAST_OUTPUT = 5_000;

/** The tenant and the subjects of an n8n of the benchmark. */
interface Work {
	readonly tenant: Tenant;
	readonly subjects: readonly Subject[];
}

interface Package {
	readonly installation: N8nInstallation;
	/** The packed node. */
	readonly packageTarball: string;
}

/** The parts of an n8n of the benchmark. */
export interface BenchN8nRequest extends Work, Package {
	/** A new folder; deleted by `remove()`. */
	readonly folder: string;
}

/** The parts of an n8n in queue mode. */
export interface ClusterWork extends Work, Package {
	readonly workers: number;
}

/** A real n8n with the packed node and a workflow for each subject. */
export class BenchN8n {
	readonly #instance: N8nInstance;
	readonly #request: Work;
	/** The process to start, stop and remove: the n8n, or the cluster that it is the main of. */
	readonly #whole: Pick<N8nInstance, 'start' | 'remove'>;
	/** All that run workflows. */
	readonly #members: readonly N8nInstance[];

	private constructor(instance: N8nInstance, request: Work, cluster?: N8nCluster) {
		this.#instance = instance;
		this.#request = request;
		this.#whole = cluster ?? instance;
		this.#members = [instance, ...(cluster?.workers ?? [])];
	}

	/** @throws an Error where the packed node cannot be installed; nothing is left behind then */
	static async create(request: BenchN8nRequest): Promise<BenchN8n> {
		return new BenchN8n(await createInstance(request), request);
	}

	/**
	 * The same in queue mode, with n8n's own number of executions at once in each worker.
	 *
	 * @throws an Error where a server is not installed or does not come up; nothing is left behind then
	 */
	static async createCluster(request: ClusterWork): Promise<BenchN8n> {
		const cluster = await N8nCluster.create({ ...request, concurrency: 10, environment: {} });
		return new BenchN8n(cluster.main, request, cluster);
	}

	/** @throws an Error with n8n's output where it does not start */
	async start(): Promise<void> {
		await prepare(this.#instance, this.#members, this.#request);
		await this.#whole.start();
	}

	/**
	 * Unassigns tokens by a subject.
	 *
	 * @returns the reading of the meter around the subject's step
	 * @throws an Error with n8n's last output where the workflow does not come to its end
	 */
	async run(subject: Subject, tokens: TokenRange): Promise<MeterReading> {
		const url = `${this.#instance.url}/webhook/${subject}`;
		const { status, data } = await axios.post<unknown>(url, tokens, {
			proxy: false,
			timeout,
			validateStatus: () => true,
		});
		if (status === 200) return readMeter(data);
		const output = this.#members.map((member) => member.output.slice(-LAST_OUTPUT)).join('\n');
		throw new Error(`n8n answered ${status}: ${JSON.stringify(data)}\n${output}`);
	}

	/** Starts n8n anew, in a fresh process. */
	async restart(): Promise<void> {
		await this.#instance.stop();
		await this.#instance.start();
	}

	/** Stops n8n and deletes its folder. */
	async remove(): Promise<void> {
		await this.#whole.remove();
	}
}

async function prepare(
	instance: N8nInstance,
	members: readonly N8nInstance[],
	{ tenant, subjects }: Work,
): Promise<void> {
	for (const { userFolder } of members) {
		const modules = join(userFolder, '.n8n', 'nodes', 'node_modules');
		await cp(packageFolder, join(modules, 'n8n-nodes-bench'), { recursive: true });
	}
	await instance.importCredentials([
		{
			id: credentialId,
			name: credentialId,
			type: 'rsaCloudAdministrationApi',
			data: { authentication: 'apiKey', apiKeyFile: JSON.stringify(tenant.issueKey()) },
		},
	]);
	const jwt = await tenant.signJwt(tenant.issueKey());
	const access = { adminRestApiUrl: tenant.adminRestApiUrl, jwt };
	await instance.importWorkflows(
		subjects.map((subject) => benchWorkflow(subject, access, credentialId)),
	);
	for (const subject of subjects) await instance.publish(subject);
}
