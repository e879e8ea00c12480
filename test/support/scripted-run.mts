import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import type { SendResult, Transport } from '../../rsa/http/response.ts';
import { UserCache } from '../../rsa/users/userCache.ts';
import type { Client } from '../../rsa/throttle/client.ts';
import { ThrottledRun } from './throttled-run.mts';

/** A run in virtual time with scripted results, each a tenth of a second after its request. */
export class ScriptedRun {
	readonly requests: RsaRequest[] = [];
	readonly sentAt: number[] = [];
	readonly users = new UserCache();
	private readonly run: ThrottledRun;

	/** @param resultOf the result of a request that is sent at a time in ms */
	constructor(
		private readonly resultOf: (request: RsaRequest, now: number) => SendResult,
		setting: ConstructorParameters<typeof ThrottledRun>[0] = {},
	) {
		this.run = new ThrottledRun(setting);
	}

	/** The client of an item. @param limit ms that it may take */
	item({ limit = 300_000, maxTries = 4, timeOfLaterSteps = 0 } = {}): Client {
		return this.run.item(limit, this.send, maxTries, timeOfLaterSteps);
	}

	/** Lets time pass until the work is done. */
	async until<Result>(work: Promise<Result>): Promise<Result> {
		return await this.run.clock.run(work);
	}

	/** ms since the run began. */
	get now(): number {
		return this.run.clock.now();
	}

	private readonly send: Transport = async (request) => {
		this.requests.push(request);
		this.sentAt.push(this.now);
		await this.run.clock.sleep(100);
		return this.resultOf(request, this.now);
	};
}
