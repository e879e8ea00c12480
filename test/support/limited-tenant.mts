import type { SendResult, Transport } from '../../rsa/http/response.ts';
import { answered } from './responses.mts';
import { TokenBucket } from './token-bucket.mts';
import type { Clock } from '../../rsa/throttle/clock.ts';

/** ms. */
const MINUTE = 60_000;

/** How many requests a tenant takes, and how it refuses the others. */
export interface Limits {
	/** Left out: any number of requests. */
	readonly perSecond?: number | undefined;
	/** Requests that are taken together after a pause; a second's worth if it is left out. */
	readonly burst?: number | undefined;
	/** Requests at the same time, at most. */
	readonly atOnce?: number | undefined;
	/** Requests in each minute of the clock, at most. */
	readonly perMinute?: number | undefined;
	/** Requests in any 60 s, at most. Refused ones count as well: who goes on sending too fast is never let through. */
	readonly perAnyMinute?: number | undefined;
	/** ms without any request let through after a refusal. */
	readonly ban?: number | undefined;
	/** The header of a refusal. */
	readonly retryAfter?: string | undefined;
	/** Whether refusals come sooner than answers. */
	readonly refusesAtOnce?: boolean;
}

/** A tenant that takes any request up, as many of them as it allows. Times are by the clock, in ms. */
export class LimitedTenant {
	readonly sentAt: number[] = [];
	readonly acceptedAt: number[] = [];
	readonly refusedAt: number[] = [];
	mostInFlight = 0;
	inFlight = 0;
	/** What it answers to a request that it lets through. */
	answer: () => SendResult = () => answered(200);
	readonly #bucket: TokenBucket | undefined;
	#served = 0;
	#minute = { index: 0, count: 0 };
	#bannedUntil = 0;

	/** @param latency gives the ms that an answer takes, anew for each */
	constructor(
		private readonly clock: Clock,
		private readonly limits: Limits,
		public latency: () => number,
	) {
		const { burst, perSecond } = limits;
		this.#bucket = perSecond === undefined ? undefined : new TokenBucket(perSecond, clock, burst);
	}

	readonly send: Transport = async () => {
		this.sentAt.push(this.clock.now());
		this.inFlight += 1;
		this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
		const result = this.#isAllowed() ? await this.#accept() : await this.#refuse();
		this.inFlight -= 1;
		return result;
	};

	/** Allows another number of requests a second from now on. */
	allow(perSecond: number): void {
		this.#bucket?.allow(perSecond);
	}

	#isAllowed(): boolean {
		const { atOnce = Number.POSITIVE_INFINITY, ban = 0 } = this.limits;
		const now = this.clock.now();
		if (now < this.#bannedUntil) return false;
		const isAllowed =
			this.#served < atOnce &&
			this.#isInMinute() &&
			this.#isInAnyMinute() &&
			this.#bucket?.take() !== false;
		if (!isAllowed) this.#bannedUntil = now + ban;
		return isAllowed;
	}

	#isInMinute(): boolean {
		const { perMinute = Number.POSITIVE_INFINITY } = this.limits;
		const index = Math.floor(this.clock.now() / MINUTE);
		if (index !== this.#minute.index) this.#minute = { index, count: 0 };
		this.#minute.count += 1;
		return this.#minute.count <= perMinute;
	}

	#isInAnyMinute(): boolean {
		const { perAnyMinute = Number.POSITIVE_INFINITY } = this.limits;
		// The request that is looked at is the last of these.
		const earlier = this.sentAt.at(-1 - perAnyMinute);
		return earlier === undefined || earlier <= this.clock.now() - MINUTE;
	}

	async #accept(): Promise<SendResult> {
		const result = this.answer();
		this.#served += 1;
		await this.clock.sleep(this.latency());
		this.#served -= 1;
		this.acceptedAt.push(this.clock.now());
		return result;
	}

	async #refuse(): Promise<SendResult> {
		const { refusesAtOnce = false, retryAfter } = this.limits;
		await this.clock.sleep(refusesAtOnce ? 1 : this.latency());
		this.refusedAt.push(this.clock.now());
		return answered(429, '', retryAfter === undefined ? {} : { 'retry-after': retryAfter });
	}
}
