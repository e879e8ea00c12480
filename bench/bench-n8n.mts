import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axios from 'axios';

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

/** The parts of an n8n of the benchmark. */
export interface BenchN8nRequest {
	readonly installation: N8nInstallation;
	/** The packed node. */
	readonly packageTarball: string;
	/** A new folder; deleted by `remove()`. */
	readonly folder: string;
	readonly tenant: Tenant;
	readonly subjects: readonly Subject[];
}

/** A real n8n with the packed node and a workflow for each subject. */
export class BenchN8n {
	readonly #instance: N8nInstance;
	readonly #request: BenchN8nRequest;

	private constructor(instance: N8nInstance, request: BenchN8nRequest) {
		this.#instance = instance;
		this.#request = request;
	}

	/** @throws an Error where the packed node cannot be installed; nothing is left behind then */
	static async create(request: BenchN8nRequest): Promise<BenchN8n> {
		return new BenchN8n(await createInstance(request), request);
	}

	/** @throws an Error with n8n's output where it does not start */
	async start(): Promise<void> {
		await prepare(this.#instance, this.#request);
		await this.#instance.start();
	}

	/**
	 * Unassigns tokens by a subject.
	 *
	 * @returns the reading of the meter around the subject's step
	 * @throws an Error where the workflow does not come to its end
	 */
	async run(subject: Subject, tokens: TokenRange): Promise<MeterReading> {
		const url = `${this.#instance.url}/webhook/${subject}`;
		const response = await axios.post<unknown>(url, tokens, { proxy: false, timeout });
		return readMeter(response.data);
	}

	/** Starts n8n anew, in a fresh process. */
	async restart(): Promise<void> {
		await this.#instance.stop();
		await this.#instance.start();
	}

	/** Stops n8n and deletes its folder. */
	async remove(): Promise<void> {
		await this.#instance.remove();
	}
}

async function prepare(
	instance: N8nInstance,
	{ folder, tenant, subjects }: BenchN8nRequest,
): Promise<void> {
	const modules = join(folder, '.n8n', 'nodes', 'node_modules');
	await cp(packageFolder, join(modules, 'n8n-nodes-bench'), { recursive: true });
	await instance.importCredentials([
		{
			id: credentialId,
			name: credentialId,
			type: 'rsaCloudAdministrationApi',
			data: { authentication: 'apiKey', apiKeyFile: JSON.stringify(tenant.issueKey()) },
		},
	]);
	await instance.importWorkflows(
		subjects.map((subject) => benchWorkflow(subject, tenant.adminRestApiUrl, credentialId)),
	);
	for (const subject of subjects) await instance.publish(subject);
}
