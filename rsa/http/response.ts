import type { UserFacingError } from '../values/userFacingError';
import type { RsaRequest } from './endpoints';

/** The result of one request. */
export type SendResult =
	/** An HTTP response, whatever its status. */
	| { readonly kind: 'response'; readonly response: HttpResponse }
	/** It never reached RSA: nothing can have changed. */
	| ({ readonly kind: 'notDelivered' } & NoResponse)
	/** The host's certificate was rejected, so nothing was sent. Another attempt in the same run would fail too. */
	| ({ readonly kind: 'certificateRefused' } & NoResponse)
	/** It may have reached RSA, and no response came back: something may have changed. */
	| ({ readonly kind: 'answerLost' } & NoResponse)
	/** It was not sent: the credential has an error, or a rule of n8n forbids the request. */
	| { readonly kind: 'blocked'; readonly error: UserFacingError };

/** A request that was not sent because there is no access token for it yet. It can be sent later. */
export interface AccessTokenPending {
	readonly kind: 'accessTokenPending';
	/** Cause of the wait, as a sentence without period. */
	readonly reason: string;
	/** ms to wait; undefined if the token endpoint does not say. */
	readonly retryAfter?: number | undefined;
}

/** A request that the run did not send: it would wait too long, or the run has ended. */
export interface NotSent {
	readonly kind: 'notSent';
	/** A row of the table of causes (errors/errorTexts.ts). */
	readonly cause:
		| 'accessTokenDelayed'
		| 'tooManyRequests'
		| 'runDeadlineReached'
		| 'tooManyFailuresInARow'
		| 'stoppedAtFailure'
		| 'cancelled';
	/** ms until the request could be sent; undefined if it was not waiting for RSA or an access token. */
	readonly retryAfter?: number;
	/** Cause of the wait, if {@link cause} does not name it. */
	readonly reason?: string;
	/** Whether the run chose the wait because RSA did not say how long. */
	readonly isOwnWait?: boolean;
}

/** Why a request has no response. */
export interface NoResponse {
	/** For users, without the error code: n8n replaces any text that contains one. */
	readonly reason: string;
	/** The error code of Node or axios, such as `ECONNRESET`. */
	readonly networkCode?: string;
	/** What to do about it, if that depends on the code. */
	readonly advice?: string;
}

/** How the credential authenticates: the values of its form. */
export type Authentication = 'apiKey' | 'jwt' | 'oAuthClient';

/** An HTTP response. Its body is parsed JSON, the text if it is no JSON, or the bytes of a file (`Buffer`). */
export interface HttpResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
	/** How its request was authenticated, if known: the meaning of a 401 or 403 depends on it. */
	readonly authentication?: Authentication;
	/** Whether RSA limits this call separately: the meaning of a 429 depends on it. */
	readonly hasOwnLimit?: boolean;
}

/** Sends one request with the credential's token, without retries. Network errors are results: it does not throw them. */
export type Transport = (request: RsaRequest) => Promise<SendResult>;

/** The same for a credential whose access token may have to be waited for. */
export type AuthorizedTransport = (request: RsaRequest) => Promise<SendResult | AccessTokenPending>;

/** The same for a form that is sent to a token endpoint. */
export type FormTransport = (
	url: string,
	form: Readonly<Record<string, string>>,
) => Promise<SendResult>;
