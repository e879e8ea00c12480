import { tooManyRequests, type HttpResponse } from './http-response.mts';

/** How many requests a tenant takes. */
export interface RateLimit {
	/** Requests per second; 0 refuses every request. */
	readonly perSecond: number;
	/** Requests that are let in together after a pause. Left out: a second's worth, which below 1 is none. */
	readonly burst?: number;
	/** Requests that are answered at the same time, at most. Left out: any number. */
	readonly atOnce?: number;
	/** Seconds, sent as Retry-After with every refusal. Left out: no such header. */
	readonly retryAfter?: number;
	/** Whether every refusal is a page, as nginx gives it, in place of RSA's words. */
	readonly asPage?: boolean;
}

const NGINX_PAGE = `<html>
<head><title>429 Too Many Requests</title></head>
<body>
<center><h1>429 Too Many Requests</h1></center>
<hr><center>nginx</center>
</body>
</html>
`;

function refusal({ retryAfter, asPage = false }: Partial<RateLimit> = {}): HttpResponse {
	const answer = tooManyRequests(retryAfter);
	return asPage ? { ...answer, contentType: 'text/html', body: NGINX_PAGE } : answer;
}

function check({ atOnce = 1, burst = 1, perSecond }: RateLimit): void {
	if (!(perSecond >= 0 && perSecond < Infinity)) {
		throw new RangeError(`${perSecond} requests per second are no rate limit`);
	}
	for (const count of [atOnce, burst]) {
		if (!(count >= 1 && count < Infinity)) {
			throw new RangeError(`${count} requests together are no rate limit`);
		}
	}
}

/** A token bucket, and a bound on the requests that are answered at the same time. It goes by the real time. */
export class RateLimiter {
	#limit: RateLimit | undefined;
	/** Requests that could be let in at `#filledAt`, in fractions too, and more than there is room for. */
	#level = Infinity;
	/** ms, by performance.now: the wall clock may jump. */
	#filledAt = 0;
	/** Requests let in that are not answered yet, those under other limits among them. */
	#served = 0;

	get limit(): RateLimit | undefined {
		return this.#limit;
	}

	/**
	 * The bucket keeps what it holds, as far as there is room; it is full where there was no limit.
	 *
	 * @throws RangeError when `perSecond` is no number from 0 on, or one of the others no number from 1 on
	 */
	set limit(limit: RateLimit | undefined) {
		if (limit) check(limit);
		this.#fill();
		this.#limit = limit;
		if (!limit) this.#level = Infinity;
	}

	/**
	 * Counts a request that has arrived, unless it is refused. Once it is answered, it has to be given to {@link release}.
	 *
	 * @returns undefined when it is let in, else the refusal
	 */
	admit(): HttpResponse | undefined {
		this.#fill();
		const { atOnce = Infinity } = this.#limit ?? {};
		if (this.#served >= atOnce || this.#level < 1) return refusal(this.#limit);
		this.#level -= 1;
		this.#served += 1;
		return undefined;
	}

	/** A request that was let in is answered, or its connection lost. */
	release(): void {
		this.#served -= 1;
	}

	#fill(): void {
		const now = performance.now();
		if (this.#limit) {
			const { perSecond, burst = perSecond } = this.#limit;
			const seconds = (now - this.#filledAt) / 1000;
			this.#level = Math.min(burst, this.#level + seconds * perSecond);
		}
		this.#filledAt = now;
	}
}
