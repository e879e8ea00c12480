import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { startProcess, tailOf, type ChildProcess } from './child-process.mts';
import { installCommunityPackage, type InstalledPackage } from './community-package.mts';
import {
	EditorApi,
	type CredentialTestResult,
	type ExecutionSummary,
	type Owner,
	type SavedExecution,
} from './editor-api.mts';
import { executionFrom, executionRecordIn, type Execution } from './execution.mts';
import { freePort } from './free-port.mts';
import type { N8nInstallation } from './installation.mts';
import { n8nVersions, type N8nVersion } from './versions.mts';
import { isWebhookRegistered, webhookPathsOf, type WorkflowNode } from './webhooks.mts';

/** Settings of an instance with the community package installed. */
export interface InstanceRequest extends InstanceSettings {
	/** The .tgz of the community package, which is installed as n8n's own settings page does it. */
	readonly packageTarball: string;
}

/** Settings of an instance. */
export interface InstanceSettings {
	readonly installation: N8nInstallation;
	/** A new or empty folder, deleted by `remove()`. Without it: a temporary folder. */
	readonly folder?: string;
	/** The server with editor and webhooks (the default), or a worker of queue mode. */
	readonly role?: Role;
	/** n8n's log level; 'info' is the least that `execute` and `start` can work with. */
	readonly logLevel?: 'info' | 'debug';
	/** Further environment variables for n8n, such as NODE_EXTRA_CA_CERTS. Nothing is inherited. */
	readonly environment?: Readonly<Record<string, string>>;
}

/** A credential as `n8n import:credentials` reads it; `data` is in plain text. */
export interface CredentialFile {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** A workflow as `n8n import:workflow` reads it, which is also what the editor exports. */
export interface WorkflowFile {
	readonly id: string;
	readonly name: string;
	readonly nodes: readonly WorkflowNode[];
	readonly connections: object;
	readonly settings?: object;
}

/** A run of a workflow from the command line. */
export interface CommandLineExecution extends Execution {
	/** 0 after a success, 1 after a failure. */
	readonly exitCode: number;
	/** Everything that this run wrote to its standard streams. */
	readonly output: string;
}

/** Milliseconds. Measured: a command takes 4 s to 8 s, a start 10 s; a busy machine takes longer. */
const timeouts = { command: 180_000, start: 180_000, stop: 15_000, poll: 200 };

/** The ways in which an n8n can run. */
type Role = 'main' | 'worker';

interface ServerCommand {
	readonly name: string;
	/** The environment variable for the port that n8n listens on. */
	readonly portVariable: string;
	/** The line in its log that shows that it is up. */
	readonly readyLine: string;
}

const serverCommands: Readonly<Record<Role, ServerCommand>> = {
	main: { name: 'start', portVariable: 'N8N_PORT', readyLine: 'Editor is now accessible' },
	worker: {
		name: 'worker',
		portVariable: 'QUEUE_HEALTH_CHECK_PORT',
		readyLine: 'n8n worker is now ready',
	},
};

/**
 * Makes an n8n with a user folder of its own that has the community package installed.
 * @throws an Error with the end of the output if the package cannot be installed.
 */
export async function createInstance(request: InstanceRequest): Promise<N8nInstance> {
	const tarball = resolve(request.packageTarball);
	return await instanceWith(
		async (nodesFolder) => await installCommunityPackage(tarball, nodesFolder),
		request,
	);
}

/**
 * Makes an n8n with a user folder of its own in which the nodes folder is one that other instances use too: to
 * install the package by hand takes npm 20 s.
 */
export async function createInstanceBeside(
	{ nodesFolder: shared, packageName }: InstalledPackage,
	settings: InstanceSettings,
): Promise<N8nInstance> {
	return await instanceWith(async (nodesFolder) => {
		await symlink(shared, nodesFolder);
		return packageName;
	}, settings);
}

/** @param providePackage makes the nodes folder, and gives the name of the package in it */
async function instanceWith(
	providePackage: (nodesFolder: string) => Promise<string>,
	settings: InstanceSettings,
): Promise<N8nInstance> {
	const userFolder = resolve(settings.folder ?? (await mkdtemp(join(tmpdir(), 'n8n-'))));
	await mkdir(join(userFolder, '.n8n'), { recursive: true });
	try {
		const packageName = await providePackage(join(userFolder, '.n8n', 'nodes'));
		return new N8nInstance(settings, userFolder, packageName);
	} catch (error) {
		await rm(userFolder, { recursive: true, force: true });
		throw error;
	}
}

/** A real n8n: its command line, its server and the REST API of its editor. */
export class N8nInstance {
	readonly #installation: N8nInstallation;
	readonly #environment: NodeJS.ProcessEnv;
	readonly #serverCommand: ServerCommand;
	/** By the ID in the file, the ID that n8n gave. */
	readonly #credentialIds = new Map<string, string>();
	readonly #webhookPaths = new Map<string, string[]>();
	readonly #publishedPaths = new Set<string>();
	#output = '';
	#port: number | undefined;
	#server: ChildProcess | undefined;
	#editor: EditorApi | undefined;

	/** Use `createInstance`. */
	constructor(
		settings: InstanceSettings,
		readonly userFolder: string,
		/** Node types of the package are `<packageName>.<node>`. */
		readonly packageName: string,
	) {
		this.#installation = settings.installation;
		this.#environment = environmentFor(settings, userFolder);
		this.#serverCommand = serverCommands[settings.role ?? 'main'];
	}

	get version(): N8nVersion {
		return this.#installation.version;
	}

	/** Everything that all processes of this instance wrote to their standard streams. */
	get output(): string {
		return this.#output;
	}

	/** Base URL without a slash at the end. @throws an Error before the first `start()`. */
	get url(): string {
		if (this.#port === undefined) throw new Error('This n8n has not been started yet.');
		return `http://127.0.0.1:${this.#port}`;
	}

	/** The signed-in REST API, for what has no method here. @throws before `setUpOwner()`. */
	get editor(): EditorApi {
		if (!this.#editor) throw new Error('This n8n has no owner yet: call setUpOwner() first.');
		return this.#editor;
	}

	/**
	 * Stores credentials, which n8n encrypts. A running n8n with an owner does that itself, under IDs of its own:
	 * `credentialId` tells them, and `importWorkflows` puts them in. Otherwise another n8n is started for it, which takes
	 * 9 s of processor time.
	 * @throws an Error with the output or the response if n8n refuses.
	 */
	async importCredentials(credentials: readonly CredentialFile[]): Promise<void> {
		if (!this.#server || !this.#editor) {
			await this.#import('import:credentials', credentials);
			return;
		}
		for (const { id, ...credential } of credentials)
			this.#credentialIds.set(id, await this.#editor.createCredential(credential));
	}

	/** The ID under which n8n stores an imported credential. */
	credentialId(imported: string): string {
		return this.#credentialIds.get(imported) ?? imported;
	}

	/**
	 * Stores workflows, unpublished. A running n8n with an owner does that itself, if it keeps their IDs; otherwise
	 * another n8n is started for it.
	 * @throws an Error with the output or the response if n8n refuses.
	 */
	async importWorkflows(imported: readonly WorkflowFile[]): Promise<void> {
		const workflows = imported.map((workflow) => ({
			...workflow,
			nodes: workflow.nodes.map((node) => this.#withCredentialIds(node)),
		}));
		if (this.#server && this.#editor && n8nVersions[this.version].keepsWorkflowIds) {
			for (const workflow of workflows) await this.#editor.createWorkflow(workflow);
		} else {
			await this.#import('import:workflow', workflows);
		}
		for (const { id, nodes } of workflows) this.#webhookPaths.set(id, webhookPathsOf(nodes));
	}

	/**
	 * Runs a stored workflow to its end, from its manual trigger.
	 * @throws an Error with the output if n8n did not get as far as to run it; a failed run does not
	 * throw.
	 */
	async execute(workflowId: string): Promise<CommandLineExecution> {
		const { exitCode, output } = await this.#command(
			'execute',
			`--id=${workflowId}`,
			'--rawOutput',
		);
		const record = executionRecordIn(output.stdout);
		if (!record) throw commandError('execute', exitCode, output.all);
		return { ...executionFrom(record), exitCode, output: output.all };
	}

	/** Publishes a stored workflow: its webhooks respond after the next `start()`. */
	async publish(workflowId: string): Promise<void> {
		const [command, ...parameters] = n8nVersions[this.version].publish;
		await this.#succeed(command, ...parameters, `--id=${workflowId}`);
		this.#rememberPublished(workflowId);
	}

	/**
	 * Starts the server and waits until the editor and the webhooks of all workflows that were imported
	 * and published through this instance respond; a second start after a `stop()` uses the same port.
	 * @param environment further environment variables, for this start only
	 * @throws an Error with the end of the log if it ends early or is not ready in time.
	 */
	async start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
		if (this.#server) throw new Error('This n8n is running already.');
		this.#port ??= await freePort();
		const server = await this.#run([this.#serverCommand.name], environment);
		this.#server = server;
		try {
			await this.#untilReady(server);
		} catch (error) {
			await this.stop();
			throw error;
		}
	}

	/** Stops the server; does nothing if it is not running. */
	async stop(): Promise<void> {
		const server = this.#server;
		this.#server = undefined;
		await server?.stop(timeouts.stop);
	}

	/** Kills the server with SIGKILL, so that it can put nothing in order; `start()` starts another one. */
	async kill(): Promise<void> {
		const server = this.#server;
		this.#server = undefined;
		await server?.kill();
	}

	/** Creates the owner of the running n8n and signs in, so that the editor can be used. */
	async setUpOwner(): Promise<Owner> {
		this.#editor = await EditorApi.setUpOwner(this.url);
		return this.#editor.owner;
	}

	/**
	 * Publishes stored workflows in the running n8n, and waits until their webhooks respond. Needs `setUpOwner()`.
	 * Takes a moment for all, where each `publish()` starts an n8n of its own: 4 to 10 s.
	 */
	async publishNow(workflowIds: readonly string[]): Promise<void> {
		await Promise.all(
			workflowIds.map(async (workflowId) => {
				await this.editor.publish(workflowId);
				this.#rememberPublished(workflowId);
			}),
		);
		const deadline = Date.now() + timeouts.start;
		while (!(await this.#areRegistered(this.#publishedPaths))) {
			if (Date.now() > deadline)
				throw new Error(`The webhooks of ${workflowIds.join(', ')} do not answer`);
			await sleep(timeouts.poll);
		}
	}

	/** A saved execution with its data. Needs `setUpOwner()`. */
	async execution(id: string): Promise<SavedExecution> {
		return this.editor.execution(id);
	}

	/** The latest saved executions, newest first, without their data. Needs `setUpOwner()`. */
	async executions(): Promise<ExecutionSummary[]> {
		return this.editor.executions();
	}

	/** Runs the test of a stored credential. Needs `setUpOwner()`. */
	async testCredential(credentialId: string): Promise<CredentialTestResult> {
		return this.editor.testCredential(this.credentialId(credentialId));
	}

	/** Stops the server and deletes the user folder. */
	async remove(): Promise<void> {
		await this.stop();
		await rm(this.userFolder, { recursive: true, force: true, maxRetries: 3 });
	}

	#withCredentialIds(node: WorkflowNode): WorkflowNode {
		if (!node.credentials) return node;
		const credentials: Record<string, { id: string; name: string }> = {};
		for (const [type, { id, name }] of Object.entries(node.credentials))
			credentials[type] = { id: this.credentialId(id), name };
		return { ...node, credentials };
	}

	#rememberPublished(workflowId: string): void {
		for (const path of this.#webhookPaths.get(workflowId) ?? []) this.#publishedPaths.add(path);
	}

	async #import(command: string, entries: readonly object[]): Promise<void> {
		// Outside of the user folder and deleted immediately: a test searches that folder for secrets.
		const folder = await mkdtemp(join(tmpdir(), 'n8n-import-'));
		try {
			const file = join(folder, 'entries.json');
			await writeFile(file, JSON.stringify(entries), { mode: 0o600 });
			await this.#succeed(command, `--input=${file}`);
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	}

	async #succeed(name: string, ...parameters: string[]): Promise<void> {
		const { exitCode, output } = await this.#command(name, ...parameters);
		if (exitCode !== 0) throw commandError(name, exitCode, output.all);
	}

	async #command(name: string, ...parameters: string[]) {
		const command = await this.#run([name, ...parameters]);
		const lastResort = setTimeout(() => void command.stop(timeouts.stop), timeouts.command);
		const exitCode = await command.ended.finally(() => {
			clearTimeout(lastResort);
		});
		return { exitCode, output: command.output };
	}

	async #run(
		parameters: readonly string[],
		further: Readonly<Record<string, string>> = {},
	): Promise<ChildProcess> {
		const environment: NodeJS.ProcessEnv = {
			...this.#environment,
			...further,
			// Every command opens the broker's port, also `execute` beside a running server.
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		};
		const { portVariable } = this.#serverCommand;
		if (this.#port !== undefined) environment[portVariable] = String(this.#port);
		return startProcess({
			file: join(this.#installation.nodeFolder, 'node'),
			parameters: [this.#installation.n8nFile, ...parameters],
			folder: this.userFolder,
			environment,
			onText: (text) => {
				this.#output += text;
			},
		});
	}

	async #untilReady(server: ChildProcess): Promise<void> {
		const deadline = Date.now() + timeouts.start;
		let exitCode: number | undefined;
		const remember = (code: number) => (exitCode = code);
		void server.ended.then(remember, () => remember(-1));
		while (!(await this.#isReady(server).catch(() => false))) {
			if (exitCode !== undefined)
				throw commandError(this.#serverCommand.name, exitCode, server.output.all);
			if (Date.now() > deadline) {
				throw new Error(
					`n8n ${this.#serverCommand.name} is not ready in time:\n${tailOf(server.output.all)}`,
				);
			}
			await sleep(timeouts.poll);
		}
	}

	async #isReady(server: ChildProcess): Promise<boolean> {
		// /healthz/readiness responds before the routes of the webhooks exist.
		if (!server.output.stdout.includes(this.#serverCommand.readyLine)) return false;
		const ready = await axios.get(`${this.url}/healthz/readiness`, {
			proxy: false,
			timeout: 5_000,
			validateStatus: () => true,
		});
		if (ready.status !== 200) return false;
		// Measured with n8n 2.41.1: webhooks are registered in the background, up to 0.4 s later.
		return await this.#areRegistered(this.#publishedPaths);
	}

	async #areRegistered(paths: Iterable<string>): Promise<boolean> {
		for (const path of paths) {
			if (!(await isWebhookRegistered(this.url, path))) return false;
		}
		return true;
	}
}

function commandError(name: string, exitCode: number, output: string): Error {
	return new Error(`n8n ${name} ended with ${exitCode}:\n${tailOf(output)}`);
}

function environmentFor(settings: InstanceSettings, userFolder: string): NodeJS.ProcessEnv {
	const { installation, logLevel = 'info', environment } = settings;
	return {
		// Nothing else is inherited: a developer's proxies, NODE_OPTIONS or N8N_… would change n8n.
		PATH: `${installation.nodeFolder}${delimiter}${process.env['PATH'] ?? ''}`,
		HOME: userFolder,
		TMPDIR: tmpdir(),
		NO_COLOR: '1',
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_LOG_LEVEL: logLevel,
		...withoutCallsToN8n,
		...n8nVersions[installation.version].environment,
		...environment,
	};
}

const withoutCallsToN8n = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
};
