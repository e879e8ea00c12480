import type { AccessTokenPending, SendResult } from '../http/response';

/** ms, five seconds in all: a new token may not be known yet to all of RSA's servers. */
const WAITS_FOR_NEW_TOKEN: readonly number[] = [200, 400, 800, 1600, 2000];

/** Maximum access tokens in a row that RSA rejects: the one in use, a new one, and another one after the waits. */
const MOST_TOKENS = 3;

/** What to do after a rejection: use the token again after this number of ms, get another one, or give up. */
export type NextStep = number | 'anotherToken' | 'futile';

/** Access tokens that RSA has rejected in a row, from the first rejection until it accepts one. */
export class AccessTokenProbe {
	/** Whether another token would not help: it is not requested for every item again. */
	isFutile = false;
	/** The request in flight that tries the new token. Other requests wait for it. */
	request: Promise<SendResult | AccessTokenPending> | undefined;
	/** Number of tokens so far: the rejected one, and the one in its place. */
	private tokens = 2;
	private waits = 0;

	/** @param isIssued whether a token endpoint issues the tokens; RSA accepts one that is signed here immediately */
	constructor(private readonly isIssued: boolean) {}

	/** RSA rejected the token in use too. */
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
