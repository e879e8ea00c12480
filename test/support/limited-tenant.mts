import type { SendResult, Transport } from '../../rsa/http/response.ts';
import { answered } from './scripted-delivery.mts';
import { TokenBucket } from './token-bucket.mts';
import type { VirtualClock } from './virtual-clock.mts';

/** How many requests a tenant takes, and how it refuses the others. */
export interface Limits {
	/** Without it all requests are let through. */
	readonly perSecond?: number | undefined;
	/** The header of a refusal. */
	readonly retryAfter?: string | undefined;
	/** Whether refusals come sooner than answers. */
	readonly refusesAtOnce?: boolean;
}

/** A tenant that takes any request up, as many of them a second as it allows. Times are by the clock, in ms. */
export class LimitedTenant {
	readonly sentAt: number[] = [];
	readonly acceptedAt: number[] = [];
	readonly refusedAt: number[] = [];
	mostInFlight = 0;
	inFlight = 0;
	/** What it answers to a request that it lets through. */
	answer: () => SendResult = () => answered(200);
	readonly #bucket: TokenBucket | undefined;

	/** @param latency gives the ms that an answer takes, anew for each */
	constructor(
		private readonly clock: VirtualClock,
		private readonly limits: Limits,
		public latency: () => number,
	) {
		const { perSecond } = limits;
		this.#bucket = perSecond === undefined ? undefined : new TokenBucket(perSecond, clock);
	}

	readonly send: Transport = async () => {
		this.sentAt.push(this.clock.now());
		this.inFlight += 1;
		this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
		const reply = this.#bucket?.take() === false ? await this.#refuse() : await this.#accept();
		this.inFlight -= 1;
		return reply;
	};

	/** Allows another number of requests a second from now on. */
	allow(perSecond: number): void {
		this.#bucket?.allow(perSecond);
	}

	async #accept(): Promise<SendResult> {
		const reply = this.answer();
		await this.clock.sleep(this.latency());
		this.acceptedAt.push(this.clock.now());
		return reply;
	}

	async #refuse(): Promise<SendResult> {
		const { refusesAtOnce = false, retryAfter } = this.limits;
		await this.clock.sleep(refusesAtOnce ? 1 : this.latency());
		this.refusedAt.push(this.clock.now());
		return answered(429, '', retryAfter === undefined ? {} : { 'retry-after': retryAfter });
	}
}
