import type { Cause } from '../errors/errorTexts';
import type { Failure, Wording } from '../errors/failure';
import type { RsaRequest } from '../http/endpoints';
import type { HttpResponse } from '../http/response';
import type { Client } from '../throttle/client';
import type { JsonObject } from '../values/jsonObject';
import type { LookUpFailed } from './lookUp';

/** RSA's JSON of what is changed, as an output item carries it. */
export type State = JsonObject;

/** One change that RSA's API can make of one target: all that delivery needs to know of it. */
export interface Change {
	/** The `outcome` of an output item. Saved workflows branch on it, so it never changes. */
	readonly outcome: string;
	/** The same if nothing had to be done. */
	readonly noopOutcome: string;
	/** The same of a dry run. */
	readonly dryRunOutcome: string;
	/** Properties that the change would set; undefined if its target would be gone. */
	readonly expectedState: State | undefined;
	readonly request: RsaRequest;
	readonly wording: Wording;
	/** Whether the target is looked up first, because RSA would make the change even if it must not be made. */
	readonly readFirst?: boolean | undefined;
	/** Whether it may be sent again even if no look-up shows whether it was made: setting a state twice does no harm. */
	readonly isIdempotent?: boolean;
	/** Whether a look-up may take hundreds of requests: none is made before an idempotent change is sent again. */
	readonly isLookUpCostly?: boolean;
	/** @returns the state that a response confirms; undefined if it does not confirm the change */
	confirm(response: HttpResponse): Confirmation | undefined;
	/** Looks the target up and compares it with the change. Undefined if no look-up can show the change. */
	readonly lookUp?: (client: Client, occasion: Occasion) => Promise<ChangeState>;
	/**
	 * Looks the target up if there is no {@link lookUp}: for a dry run, and for the two states that Verify adds to the
	 * item. After the change, whatever it finds counts as done.
	 */
	readonly inspect?: (client: Client, occasion: Occasion) => Promise<ChangeState>;
	/** @returns the cause of a response that has a special meaning for this change; undefined if it has the usual one */
	causeOf?(response: HttpResponse): Cause | undefined;
	/**
	 * Facts for the error text of a cause that the response itself does not have.
	 *
	 * @param retryAfter ms that the response requests to wait; undefined if it does not say
	 */
	detailsOf?(
		cause: Cause,
		retryAfter?: number,
	): Pick<Failure, 'reason' | 'advice' | 'retryAfter' | 'isOwnWait'>;
	/** @returns RSA's message in a response, without what must not be shown; undefined if there is none */
	serverMessageOf(response: HttpResponse): string | undefined;
	/**
	 * The failure if it is not known whether the change was made, or why RSA refused it.
	 *
	 * @param reason why a look-up did not show it; undefined if there was none
	 */
	unsettled(failure: Failure, reason: string | undefined, mayHaveBeenApplied: boolean): Failure;
}

/** A response that shows the requested state. */
interface Confirmation {
	readonly state: State;
	/** Whether it shows that there was nothing to do, unless an earlier attempt may have done it. */
	readonly isNoop?: boolean;
}

/** Why a target is looked up. */
export interface Occasion {
	/** Before the change, after a response that settles nothing, or to verify a change that RSA confirmed. */
	readonly stage: 'before' | 'after' | 'verify';
	/** Cause of the response that the look-up is to explain. */
	readonly cause?: Cause;
	/** Whether this attempt or an earlier one may have made the change. */
	readonly mayHaveBeenApplied: boolean;
}

/** The state of a target, compared with a change of it. */
export type ChangeState =
	/** In the requested state. `isNoop`: none of this item's requests can have brought it there. */
	| ({ readonly kind: 'done'; readonly state: State; readonly isNoop?: boolean } & Found)
	/** Not in the requested state. `explainsConflict`: this state is why RSA refused the change. */
	| ({
			readonly kind: 'unchanged';
			readonly explainsConflict?: boolean;
			/** Whether RSA's response shows it for certain, so that no look-up was made. */
			readonly isFinal?: boolean;
			/** Why RSA would refuse the change in this state, as far as is known. Set only before the change. */
			readonly refusedAs?: Cause | undefined;
	  } & Found)
	/**
	 * In a state in which the change must not or cannot be made. `quotesServer`: RSA's message may be shown, as it cannot
	 * name another user.
	 */
	| ({ readonly kind: 'blocked'; readonly cause: Cause; readonly quotesServer?: boolean } & Found)
	/** Not known: the look-up failed, or does not show what the change is about. */
	| ({
			readonly kind: 'unknown';
			readonly reason: string;
			readonly failed?: LookUpFailed | undefined;
			/** Whether another look-up would show the same. */
			readonly isFinal?: boolean;
	  } & Found);

/** The result of the look-up. */
interface Found {
	/** RSA's JSON of the target; undefined if RSA does not know it, or the look-up failed. */
	readonly found?: State | undefined;
	/** Whether it contradicts RSA's response to the change: the look-up may lag behind, and is repeated. */
	readonly mayLag?: boolean;
}
