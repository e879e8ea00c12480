import type { AccessTokenPending, SendResult } from '../http/response';

/** ms. A new token may not be known yet to all of RSA's servers: five seconds in all. */
const WAITS_FOR_NEW_TOKEN: readonly number[] = [200, 400, 800, 1600, 2000];

/** Access tokens in a row that may be rejected: the one in use, a new one, and another one after the waits. */
const MOST_TOKENS = 3;

/** What to do about a rejected token: use it again after so many ms, get another one, or give up. */
export type NextStep = number | 'anotherToken' | 'futile';

/** Access tokens that RSA has rejected in a row, from the first rejection until it accepts one. */
export class AccessTokenProbe {
	/** No further token would help, and every item would cost one. */
	isFutile = false;
	/** The request in flight that probes the token. Other requests wait for it. */
	request: Promise<SendResult | AccessTokenPending> | undefined;
	/** The rejected one, and the one in use in its place. */
	private tokens = 2;
	private waits = 0;

	/** @param isIssued whether a token endpoint issues the tokens: one that is signed here is known immediately */
	constructor(private readonly isIssued: boolean) {}

	/** The token in use was rejected too. */
	rejectedAgain(): NextStep {
		const wait = this.isIssued ? WAITS_FOR_NEW_TOKEN[this.waits] : undefined;
		if (wait !== undefined) {
			this.waits += 1;
			return wait;
		}
		this.isFutile = !this.isIssued || this.tokens >= MOST_TOKENS;
		if (this.isFutile) return 'futile';
		this.tokens += 1;
		return 'anotherToken';
	}
}
