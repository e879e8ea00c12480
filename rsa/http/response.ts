import type { RsaRequest } from './endpoints';
import type { UserFacingError } from '../values/userFacingError';

/** What became of one request. */
export type SendResult =
	/** An HTTP answer, whatever its status. */
	| { readonly kind: 'response'; readonly response: HttpResponse }
	/** It surely never reached RSA: nothing can have changed. */
	| ({ readonly kind: 'notDelivered' } & NoResponse)
	/** The host's certificate was refused before it was sent. That does not pass within a run. */
	| ({ readonly kind: 'certificateRefused' } & NoResponse)
	/** It may have reached RSA, and the answer did not come back: something may have changed. */
	| ({ readonly kind: 'answerLost' } & NoResponse)
	/** It was not sent: the credential refused to sign it, or n8n to let it out. */
	| { readonly kind: 'blocked'; readonly error: UserFacingError };

/** A request that was not sent, since there is no access token for it yet. That passes. */
export interface AccessTokenPending {
	readonly kind: 'accessTokenPending';
	/** What it waits for, as a sentence without its period. */
	readonly reason: string;
	/** ms to wait; undefined if the token endpoint does not say. */
	readonly retryAfter?: number | undefined;
}

/** A request that the run itself did not send: it would have to wait too long, or the run is at its end. */
export interface NotSent {
	readonly kind: 'notSent';
	/** The words are rows of the table of failures. */
	readonly cause:
		| 'accessTokenDelayed'
		| 'tooManyRequests'
		| 'runDeadlineReached'
		| 'tooManyFailuresInARow'
		| 'stoppedAtFailure'
		| 'cancelled';
	/** ms until RSA takes requests again, where that is what it waits for. */
	readonly retryAfter?: number;
	/** What it waits for, where the cause alone does not say. */
	readonly reason?: string;
	/** Whether that wait is the run's own, since RSA did not say how long. */
	readonly isOwnWait?: boolean;
}

/** Why a request got no answer. */
export interface NoResponse {
	/** In an operator's words, without the code: n8n replaces any text that one stands in. */
	readonly reason: string;
	/** The error code of Node or axios, such as `ECONNRESET`. */
	readonly networkCode?: string;
	/** What to do about it, where that depends on the code. */
	readonly advice?: string;
}

/** How the credential signs in, as its form has it. */
export type Authentication = 'apiKey' | 'jwt' | 'oAuthClient';

/** An HTTP answer, its body parsed where it is JSON, else the text as it came. */
export interface HttpResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
	/** How its request was signed in, where that is known: what a refusal means depends on it. */
	readonly authentication?: Authentication;
}

/** Sends one request once, with the credential's token. Whatever happens on the wire is a reply. */
export type Transport = (request: RsaRequest) => Promise<SendResult>;

/** The same, where the access token may have to be waited for. */
export type AuthorizedTransport = (request: RsaRequest) => Promise<SendResult | AccessTokenPending>;
