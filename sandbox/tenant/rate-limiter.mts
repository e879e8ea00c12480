import { tooManyRequests, type HttpResponse } from './http-response.mts';

/** How many requests a tenant takes. */
export interface RateLimit {
	/** Requests per second, and the most at once after a pause. Below 1 every request is refused. */
	readonly perSecond: number;
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

/** A token bucket with room for a second's worth of requests. It goes by the real time. */
export class RateLimiter {
	#limit: RateLimit | undefined;
	/** Requests that could be let in at `#filledAt`, in fractions too, and more than there is room for. */
	#level = Infinity;
	/** ms, by performance.now: the wall clock may jump. */
	#filledAt = 0;

	get limit(): RateLimit | undefined {
		return this.#limit;
	}

	/**
	 * The bucket keeps what it holds, as far as there is room; it is full where there was no limit.
	 *
	 * @throws RangeError when `perSecond` is no number from 0 on
	 */
	set limit(limit: RateLimit | undefined) {
		if (limit && !(limit.perSecond >= 0 && limit.perSecond < Infinity)) {
			throw new RangeError(`${limit.perSecond} requests per second are no rate limit`);
		}
		this.#fill();
		this.#limit = limit;
		if (!limit) this.#level = Infinity;
	}

	/**
	 * Counts a request that has arrived, unless it is refused.
	 *
	 * @returns undefined when it is let in, else the refusal
	 */
	admit(): HttpResponse | undefined {
		this.#fill();
		if (this.#level < 1) return refusal(this.#limit);
		this.#level -= 1;
		return undefined;
	}

	#fill(): void {
		const now = performance.now();
		if (this.#limit) {
			const { perSecond } = this.#limit;
			const seconds = (now - this.#filledAt) / 1000;
			this.#level = Math.min(perSecond, this.#level + seconds * perSecond);
		}
		this.#filledAt = now;
	}
}
