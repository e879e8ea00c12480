import type { AccessTokenPending, SendResult } from '../http/response';

/** ms. A token that was issued a moment ago may not be known yet to all that answer for RSA: five seconds in all. */
const SETTLING: readonly number[] = [200, 400, 800, 1600, 2000];

/** Access tokens in a row that may be refused: the one in use, a new one, and one more after the waits. */
const MOST_TOKENS = 3;

/** What to do about a refused token: try it again after a wait (ms), ask for another one, or leave it at that. */
export type NextStep =
	| { readonly kind: 'wait'; readonly milliseconds: number }
	| { readonly kind: 'anotherToken' }
	| { readonly kind: 'futile' };

/** The access tokens that RSA has refused in a row, since it accepted one. */
export class TokenProbe {
	/** No further token would do better, and every item would cost one. */
	isFutile = false;
	/** The one request that tries the token for all. Others wait for what it brings them too, if anything does. */
	trial: Promise<SendResult | AccessTokenPending> | undefined;
	/** The one that was refused, and the one in use in its place. */
	private tokens = 2;
	private waits = 0;

	/** @param isIssued whether a token endpoint issues the tokens: one signed here needs no time to be known */
	constructor(private readonly isIssued: boolean) {}

	/** The token in use was refused too. */
	refusedAgain(): NextStep {
		const milliseconds = this.isIssued ? SETTLING[this.waits] : undefined;
		if (milliseconds !== undefined) {
			this.waits += 1;
			return { kind: 'wait', milliseconds };
		}
		if (this.isIssued && this.tokens < MOST_TOKENS) {
			this.tokens += 1;
			return { kind: 'anotherToken' };
		}
		this.isFutile = true;
		return { kind: 'futile' };
	}
}
