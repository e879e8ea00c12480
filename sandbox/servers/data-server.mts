import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess, tailOf, type ChildProcess, type SystemUser } from '../n8n/child-process.mts';
import { freePort } from '../n8n/free-port.mts';

/** A server program and its arguments for the port and the data folder. */
interface DataServerRequest {
	/** The program's path. */
	readonly file: string;
	readonly parameters: (port: number, folder: string) => readonly string[];
	/** The line in its log that shows that it accepts connections. */
	readonly readyText: string;
	/** Runs it and owns its data; left out: the user of this process. */
	readonly user?: SystemUser | undefined;
	/** Fills a new data folder. */
	readonly prepare?: (folder: string) => Promise<void>;
}

/** ms. Both servers are up within a second; a busy machine takes longer. */
const timeouts = { start: 60_000, stop: 10_000, poll: 50 };

/** A real server with throw-away data, on a free port of the loopback interface. */
export class DataServer {
	#process: ChildProcess | undefined;

	private constructor(
		private readonly request: DataServerRequest,
		private readonly folder: string,
		readonly port: number,
	) {}

	/** Makes the data folder and starts. @throws an Error with the server's log if it does not come up */
	static async create(request: DataServerRequest): Promise<DataServer> {
		const folder = await mkdtemp(join(tmpdir(), 'data-server-'));
		const server = new DataServer(request, folder, await freePort());
		try {
			if (request.user) await chown(folder, request.user.uid, request.user.gid);
			await request.prepare?.(folder);
			await server.start();
			return server;
		} catch (error) {
			await server.remove();
			throw error;
		}
	}

	/** Starts on the same port, with the data as they were left. @throws as `create` */
	async start(): Promise<void> {
		const { file, parameters, user, readyText } = this.request;
		const server = startProcess({
			file,
			parameters: parameters(this.port, this.folder),
			folder: this.folder,
			environment: { PATH: process.env['PATH'], LC_ALL: 'C' },
			user,
		});
		this.#process = server;
		await untilWritten(server, readyText);
	}

	/** Stops the server gracefully, as a restart of the machine does. */
	async stop(): Promise<void> {
		await this.#process?.stop(timeouts.stop);
		this.#process = undefined;
	}

	/** Kills the server, as a power cut does. */
	async kill(): Promise<void> {
		await this.#process?.kill();
		this.#process = undefined;
	}

	/** Stops the server and deletes its data. */
	async remove(): Promise<void> {
		await this.stop();
		await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

async function untilWritten(server: ChildProcess, text: string): Promise<void> {
	const deadline = Date.now() + timeouts.start;
	let exitCode: number | undefined;
	const remember = (code: number) => (exitCode = code);
	void server.ended.then(remember, () => remember(-1));
	while (!server.output.all.includes(text)) {
		if (exitCode !== undefined || Date.now() > deadline) {
			throw new Error(`The server does not come up:\n${tailOf(server.output.all)}`);
		}
		await sleep(timeouts.poll);
	}
}
