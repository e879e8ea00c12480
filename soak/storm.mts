import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nInstance } from '../sandbox/n8n/instance.mts';
import type { Fault, FaultShares, Tenant } from '../sandbox/tenant/tenant.mts';

/** Shares of all requests, also look-ups. If a fault leaves open whether a request is applied, half of them are. */
const shares: FaultShares = {
	tooManyRequests: 0.01,
	internalError: 0.02,
	badGateway: 0.02,
	serviceUnavailable: 0.01,
	gatewayTimeout: 0.02,
	answerLost: 0.02,
	connectionReset: 0.02,
	emptyResponse: 0.01,
	halfClosed: 0.02,
	responseCutOff: 0.02,
	trickledResponse: 0.01,
	stalledResponse: 0.01,
	hugeResponse: 0.005,
	gzipBomb: 0.005,
	invalidUtf8: 0.01,
	wrongContentType: 0.02,
	errorPage: 0.01,
	lookups: true,
	applied: 0.5,
};

/** ms. RSA is slow, or refuses, for a moment, and not until so many requests have come. */
const A_MOMENT = 2_000;

/** Faults of the token endpoint. */
const tokenEndpointFaults: readonly Fault[] = [
	{ kind: 'tooManyRequests', retryAfter: 1 },
	{ kind: 'internalError' },
	{ kind: 'answerLost' },
	{ kind: 'connectionReset' },
	{ kind: 'halfClosed' },
	{ kind: 'trickledResponse', applied: true },
	{ kind: 'stalledResponse', applied: true },
	{ kind: 'hugeResponse' },
	{ kind: 'gzipBomb' },
	{ kind: 'invalidUtf8' },
	{ kind: 'errorPage' },
	{ kind: 'emptyResponse' },
	{ kind: 'slow', milliseconds: 5_000 },
];

/** Number of times that n8n, its executions and the connections were disturbed. */
export interface Blows {
	cancelled: number;
	killed: number;
	stopped: number;
	connectionsRefused: number;
	/** All access tokens together. */
	accessTokensRevoked: number;
}

/** A disturbance that is repeated. */
interface Blow {
	/** Seconds from one time to the next: half as many at least, half as many more at most. */
	readonly every: number;
	readonly strike: () => Promise<void> | void;
	/** ms, by the clock. */
	due: number;
}

/** Disturbs a tenant and an n8n at random until `end()` is called. */
export class Storm {
	readonly blows: Blows = {
		cancelled: 0,
		killed: 0,
		stopped: 0,
		connectionsRefused: 0,
		accessTokensRevoked: 0,
	};
	readonly #instance: N8nInstance;
	readonly #tenant: Tenant;
	readonly #random: () => number;
	readonly #say: (line: string) => void;
	readonly #end = new AbortController();
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

	/** Resolves after `end()`, when n8n is up and the tenant accepts connections again. */
	async rage(seed: number): Promise<void> {
		this.#tenant.disturb(shares, seed);
		const plan = this.#plan();
		for (;;) {
			const next = plan.reduce((first, blow) => (blow.due < first.due ? blow : first));
			const wait = Math.max(0, next.due - Date.now());
			await sleep(wait, undefined, { signal: this.#end.signal }).catch(() => undefined);
			if (this.#end.signal.aborted) break;
			await next.strike();
			next.due = this.#dueIn(next.every);
		}
		this.#tenant.disturb({});
		this.#tenant.forgetOrders();
		this.#tenant.responseMilliseconds = 0;
	}

	/** Resolves when n8n is up: immediately, unless it is being restarted. */
	async calm(): Promise<void> {
		await this.#restarted;
	}

	end(): void {
		this.#end.abort();
	}

	/** Restarts are rare: each takes n8n ten seconds, and twice as much on a busy machine. */
	#plan(): [Blow, ...Blow[]] {
		const blow = (every: number, strike: Blow['strike']): Blow => {
			return { every, strike, due: this.#dueIn(every / 2) };
		};
		return [
			blow(150, () => this.#restart()),
			blow(15, () => this.#cancel()),
			blow(30, () => this.#refuseConnections()),
			blow(15, () => {
				this.#slowDown();
			}),
			blow(20, () => {
				this.#strikeTokenEndpoint();
			}),
			blow(30, () => this.#revokeAccessTokens()),
			blow(10, () => {
				this.#tenant.responseMilliseconds = Math.floor(this.#random() * 100);
			}),
		];
	}

	#dueIn(seconds: number): number {
		return Date.now() + seconds * 1_000 * (0.5 + this.#random());
	}

	/** Kills and stops it in turn. */
	async #restart(): Promise<void> {
		const how = this.blows.killed > this.blows.stopped ? 'stopped' : 'killed';
		this.#say(`n8n is ${how}`);
		this.#restarted = this.#startAnew(how);
		await this.#restarted;
		this.blows[how] += 1;
	}

	async #startAnew(how: 'killed' | 'stopped'): Promise<void> {
		await (how === 'killed' ? this.#instance.kill() : this.#instance.stop());
		await this.#instance.start();
	}

	/** As the editor's stop button does. */
	async #cancel(): Promise<void> {
		const { rest } = this.#instance.editor;
		const running = (await this.#instance.executions()).filter(
			({ status }) => status === 'running',
		);
		const victim = running[Math.floor(this.#random() * running.length)];
		if (!victim) return;
		const response = await rest.post(`/executions/${victim.id}/stop`, undefined, {
			validateStatus: () => true,
		});
		if (response.status === 200) this.blows.cancelled += 1;
	}

	async #refuseConnections(): Promise<void> {
		await this.#tenant.refuseConnections();
		await sleep(this.#random() * 1_500);
		await this.#tenant.acceptConnections();
		this.blows.connectionsRefused += 1;
	}

	#strikeTokenEndpoint(): void {
		const fault = tokenEndpointFaults[Math.floor(this.#random() * tokenEndpointFaults.length)];
		if (fault) this.#tenant.orderAtTokenEndpoint(fault);
	}

	async #revokeAccessTokens(): Promise<void> {
		await this.#tenant.revokeAccessTokens();
		this.blows.accessTokensRevoked += 1;
	}

	/** Longer than the workflows' timeout, and shorter. */
	#slowDown(): void {
		const applied = this.#random() < 0.5 ? 'beforeTheWait' : 'afterTheWait';
		const milliseconds = Math.floor(this.#random() * 6_000);
		this.#tenant.order({ kind: 'slow', milliseconds, applied }, { times: 5, within: A_MOMENT });
		this.#tenant.order({ kind: 'tooManyRequests', retryAfter: 1 }, { times: 3, within: A_MOMENT });
	}
}
