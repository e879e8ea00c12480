import type { Cause } from '../errors/causeTexts';
import type { Failure, Wording } from '../errors/failure';
import type { RsaRequest } from '../http/endpoints';
import type { HttpResponse } from '../http/response';
import type { Client } from '../throttle/client';
import type { JsonObject } from '../values/jsonObject';
import type { LookUpFailed } from './lookUp';

/** RSA's JSON of what is changed, as an output item carries it. */
export type State = JsonObject;

/** One change that RSA's API can make, its target bound: all that delivery needs to know of it. */
export interface Change {
	/** What an output item says was done. Saved workflows branch on these words. */
	readonly outcome: string;
	/** The same where nothing had to be done. */
	readonly noopOutcome: string;
	/** What a dry run says would be done. */
	readonly dryRunOutcome: string;
	/** Properties that the change would set; undefined if its target would be gone. */
	readonly expectedState: State | undefined;
	readonly request: RsaRequest;
	readonly wording: Wording;
	/** Whether the target is looked up first: where RSA itself would not refuse what must not happen. */
	readonly readFirst?: boolean | undefined;
	/** Whether it is sent again even if no look-up tells whether it was made: it sets a state, which harms nobody twice. */
	readonly isIdempotent?: boolean;
	/** Whether a look-up may take hundreds of requests: none is made before an idempotent change is sent again. */
	readonly isLookUpCostly?: boolean;
	/** What a response confirms; undefined if it does not confirm the change. */
	confirm(response: HttpResponse): Confirmation | undefined;
	/** What a look-up means for the change. Left out if no look-up can show it. */
	readonly lookUp?: (client: Client, occasion: Occasion) => Promise<ChangeState>;
	/**
	 * Looks the target up in place of {@link lookUp}, where no look-up can show the change: for a dry run, and for the
	 * states that Verify adds. Afterwards whatever it finds counts as done.
	 */
	readonly inspect?: (client: Client, occasion: Occasion) => Promise<ChangeState>;
	/** Cause of a response that means something of its own for this change; undefined if it means what it always does. */
	causeOf?(response: HttpResponse): Cause | undefined;
	/**
	 * What the words of a cause speak of beside the response.
	 *
	 * @param retryAfter ms that the response asks to wait
	 */
	detailsOf?(
		cause: Cause,
		retryAfter?: number,
	): Pick<Failure, 'reason' | 'advice' | 'retryAfter' | 'isOwnWait'>;
	/** RSA's words in a response, as far as they may be passed on. */
	serverMessageOf(response: HttpResponse): string | undefined;
	/**
	 * The failure where it is open whether the change was made, or why RSA refused it.
	 *
	 * @param reason why a look-up does not tell; undefined if there was none
	 */
	unsettled(failure: Failure, reason: string | undefined, mayHaveBeenApplied: boolean): Failure;
}

/** A response that shows the requested state. */
interface Confirmation {
	readonly state: State;
	/** Whether it shows that there was nothing left to do, unless an earlier attempt did it. */
	readonly isNoop?: boolean;
}

/** What a look-up is for. */
export interface Occasion {
	/** Before the change, after a response that settles nothing, or to verify a change that RSA confirmed. */
	readonly stage: 'before' | 'after' | 'verify';
	/** Cause of the response that the look-up is to explain. */
	readonly cause?: Cause;
	/** Whether this attempt or an earlier one may have made the change. */
	readonly mayHaveBeenApplied: boolean;
}

/** How the target of a change stands to it. */
export type ChangeState =
	/** In the requested state. `isNoop`: no request of ours can have brought it there. */
	| ({ readonly kind: 'done'; readonly state: State; readonly isNoop?: boolean } & Found)
	/** As it was, and the change can be made. `explainsConflict`: RSA's refusal agrees with this state. */
	| ({
			readonly kind: 'unchanged';
			readonly explainsConflict?: boolean;
			/** Why RSA would refuse the change in this state, as far as is known. Only before the change. */
			readonly refusedAs?: Cause | undefined;
	  } & Found)
	/** In a state in which the change must not or cannot be made. */
	| ({ readonly kind: 'blocked'; readonly cause: Cause; readonly quotesServer?: boolean } & Found)
	/** The look-up failed, or does not show what the change is about. */
	| ({
			readonly kind: 'unknown';
			readonly reason: string;
			readonly failed?: LookUpFailed | undefined;
			/** Whether another look-up would show the same. */
			readonly isFinal?: boolean;
	  } & Found);

/** What was looked up. */
interface Found {
	/** As RSA says it; undefined if RSA does not know the target, or the look-up failed. */
	readonly found?: State | undefined;
	/** Whether it contradicts RSA's response to the change, so that it may lag behind. */
	readonly mayLag?: boolean;
}
