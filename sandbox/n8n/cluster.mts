import { randomBytes } from 'node:crypto';
import type { DataServer } from '../servers/data-server.mts';
import { postgresqlPrograms, redisServer } from '../servers/debian-program.mts';
import { postgresqlDatabase, postgresqlUser, startPostgresql } from '../servers/postgresql.mts';
import { startRedis } from '../servers/redis.mts';
import { createInstance, type InstanceRequest, type N8nInstance } from './instance.mts';

/** The servers that a cluster needs on this machine. */
export const clusterPrograms = [redisServer, ...Object.values(postgresqlPrograms)];

/** Settings of a cluster. `environment` applies to every n8n of it. */
interface ClusterRequest extends Pick<
	InstanceRequest,
	'installation' | 'packageTarball' | 'environment'
> {
	readonly workers: number;
	/** Executions that a worker runs in parallel; n8n's own default is 10. */
	readonly concurrency: number;
}

/** n8n in queue mode: one main, workers, Redis and PostgreSQL, all of them real. */
export class N8nCluster {
	readonly #parts: Array<{ remove(): Promise<void> }> = [];
	readonly #workers: N8nInstance[] = [];
	#main: N8nInstance | undefined;
	#redis: DataServer | undefined;

	private constructor() {}

	/**
	 * Starts the servers and makes every n8n, each with its own user folder and the package installed in it.
	 *
	 * @throws an Error if a server is not installed or does not come up; nothing is left behind then
	 */
	static async create(request: ClusterRequest): Promise<N8nCluster> {
		const cluster = new N8nCluster();
		try {
			await cluster.#make(request);
			return cluster;
		} catch (error) {
			await cluster.remove();
			throw error;
		}
	}

	/** Takes the webhooks, and has the command line and the editor. */
	get main(): N8nInstance {
		return made(this.#main);
	}

	get workers(): readonly N8nInstance[] {
		return this.#workers;
	}

	get redis(): DataServer {
		return made(this.#redis);
	}

	/** Starts main, which makes the database's tables, and then the workers. */
	async start(): Promise<void> {
		await this.main.start();
		await Promise.all(
			this.#workers.map(async (worker) => {
				await worker.start();
			}),
		);
	}

	/** Stops everything and deletes all of its folders. May be called more than once. */
	async remove(): Promise<void> {
		// Main and workers before what they are connected to.
		for (const part of this.#parts.splice(0).reverse()) await part.remove();
	}

	async #make({ workers, concurrency, environment, ...request }: ClusterRequest): Promise<void> {
		const postgresql = this.#keep(await startPostgresql());
		this.#redis = this.#keep(await startRedis());
		const shared = { ...queueMode(postgresql, this.#redis), ...environment };
		this.#main = this.#keep(await createInstance({ ...request, environment: shared }));
		for (let count = 0; count < workers; count++) {
			const worker = await createInstance({
				...request,
				role: 'worker',
				environment: { ...shared, N8N_CONCURRENCY_PRODUCTION_LIMIT: String(concurrency) },
			});
			this.#workers.push(this.#keep(worker));
		}
	}

	#keep<Part extends { remove(): Promise<void> }>(part: Part): Part {
		this.#parts.push(part);
		return part;
	}
}

function made<Part>(part: Part | undefined): Part {
	if (part === undefined) throw new Error('Use N8nCluster.create.');
	return part;
}

function queueMode(postgresql: DataServer, redis: DataServer): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		// Workers decrypt the data that main encrypts.
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgresql.port),
		DB_POSTGRESDB_USER: postgresqlUser,
		DB_POSTGRESDB_DATABASE: postgresqlDatabase,
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	};
}
