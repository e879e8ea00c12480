import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nInstance } from '../../sandbox/n8n/instance.mts';
import type { FaultShares, Tenant } from '../../sandbox/tenant.mts';

/** Of all requests, look-ups among them; half of the hit ones are carried out where that is open. */
const shares: FaultShares = {
	tooManyRequests: 0.01,
	internalError: 0.02,
	badGateway: 0.02,
	serviceUnavailable: 0.01,
	gatewayTimeout: 0.02,
	answerLost: 0.02,
	connectionReset: 0.02,
	emptyAnswer: 0.01,
	halfClosed: 0.02,
	answerCutOff: 0.02,
	trickledAnswer: 0.01,
	hugeAnswer: 0.005,
	gzipBomb: 0.005,
	invalidUtf8: 0.01,
	wrongContentType: 0.02,
	errorPage: 0.01,
	lookups: true,
	carriedOut: 0.5,
};

/** What was done to n8n and to the line. */
export interface Blows {
	cancelled: number;
	killed: number;
	stopped: number;
	connectionsRefused: number;
}

/** ms until the next blow: at least, and at most so much more. */
const pause = { least: 1_000, spread: 4_000 };

/** Strikes a tenant and an n8n at random until it is told to end. */
export class Storm {
	readonly blows: Blows = { cancelled: 0, killed: 0, stopped: 0, connectionsRefused: 0 };
	readonly #instance: N8nInstance;
	readonly #tenant: Tenant;
	readonly #random: () => number;
	readonly #say: (line: string) => void;
	#isOver = false;
	/** Settled while n8n is up. */
	#restarted: Promise<void> = Promise.resolve();

	/** @param random gives numbers from 0 to below 1 */
	constructor(
		instance: N8nInstance,
		tenant: Tenant,
		random: () => number,
		say: (line: string) => void,
	) {
		this.#instance = instance;
		this.#tenant = tenant;
		this.#random = random;
		this.#say = say;
	}

	/** Resolves after `end()`, when n8n is up and the tenant takes connections again. */
	async rage(seed: number): Promise<void> {
		this.#tenant.disturb(shares, seed);
		while (!this.#isOver) {
			await sleep(pause.least + this.#random() * pause.spread);
			await this.#strike();
		}
		this.#tenant.disturb({});
		this.#tenant.answerMilliseconds = 0;
	}

	/** Resolves when n8n is up: at once, unless it is being restarted. */
	async calm(): Promise<void> {
		await this.#restarted;
	}

	end(): void {
		this.#isOver = true;
	}

	/** Restarts are rare: each takes n8n some ten seconds. */
	async #strike(): Promise<void> {
		const drawn = this.#random();
		if (drawn < 0.04) await this.#restart('killed');
		else if (drawn < 0.08) await this.#restart('stopped');
		else if (drawn < 0.4) await this.#cancel();
		else if (drawn < 0.55) await this.#refuseConnections();
		else if (drawn < 0.8) this.#slowDown();
		else this.#tenant.answerMilliseconds = Math.floor(this.#random() * 100);
	}

	async #restart(how: 'killed' | 'stopped'): Promise<void> {
		this.#say(`n8n is ${how}`);
		await (how === 'killed' ? this.#instance.kill() : this.#instance.stop());
		this.#restarted = this.#instance.start();
		await this.#restarted;
		this.blows[how] += 1;
	}

	/** As the editor's stop button does. */
	async #cancel(): Promise<void> {
		const { rest } = this.#instance.editor;
		const running = (await this.#instance.executions()).filter(
			({ status }) => status === 'running',
		);
		const victim = running[Math.floor(this.#random() * running.length)];
		if (!victim) return;
		const answer = await rest.post(`/executions/${victim.id}/stop`, undefined, {
			validateStatus: () => true,
		});
		if (answer.status === 200) this.blows.cancelled += 1;
	}

	async #refuseConnections(): Promise<void> {
		await this.#tenant.refuseConnections();
		await sleep(this.#random() * 1_500);
		await this.#tenant.acceptConnections();
		this.blows.connectionsRefused += 1;
	}

	/** Longer than the workflows' timeout, and shorter. */
	#slowDown(): void {
		const carriedOut = this.#random() < 0.5 ? 'beforeTheWait' : 'afterTheWait';
		const milliseconds = Math.floor(this.#random() * 6_000);
		this.#tenant.order({ kind: 'slow', milliseconds, carriedOut }, { times: 5 });
		this.#tenant.order({ kind: 'tooManyRequests', retryAfter: 1 }, { times: 3 });
	}
}
