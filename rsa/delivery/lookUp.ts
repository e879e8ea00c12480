import { permissionForItem } from '../errors/permissions';
import { causeOf, isRsasOwn404, isSuccess } from '../errors/classifyResponse';
import { isHtml } from '../errors/serverMessage';
import type { RsaRequest } from '../http/endpoints';
import type { Cause } from '../errors/causeTexts';
import { adviceOf, causeInWords, isNotAttempted, type Failure } from '../errors/failure';
import type { UserFacingError } from '../values/userFacingError';
import type { HttpResponse, NotSent, SendResult } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import { authenticationFacts } from '../errors/authenticationFacts';
import type { Client } from '../throttle/client';
import { serverMessageFor } from '../errors/serverMessageFor';

/** What a look-up found. */
export type LookUpResult<Value> =
	| { readonly kind: 'found'; readonly value: Value }
	/** RSA says that it has nothing of the kind. */
	| { readonly kind: 'absent' }
	| LookUpFailed;

/** A look-up that found nothing out. */
export interface LookUpFailed {
	readonly kind: 'failed';
	readonly failure: Failure;
	/** The same as part of a sentence, for a person. */
	readonly reason: string;
	/** Set if the credential would not sign the request, or n8n not let it out. */
	readonly error?: UserFacingError;
}

/** A request that only reads, and how its response is read. */
export interface LookUp<Value> {
	readonly request: RsaRequest;
	/** What the credential must be allowed to do, as an operator reads it. */
	readonly permission: string;
	/** What is wrong with a 200 that {@link parse} finds nothing in. */
	readonly unclear: string;
	/** Status codes that mean something else here than for a change of a hardware token. */
	readonly causes?: Readonly<Record<number, Cause>>;
	/** @returns undefined if the body of a 200 is not what was looked up */
	parse(body: unknown, response: HttpResponse): Value | undefined;
}

/** Looks something up, again where the request failed in a way that may pass: reading harms nothing. */
export async function lookUp<Value>(
	reading: LookUp<Value>,
	client: Client,
): Promise<LookUpResult<Value>> {
	for (let attempt = 1; ; attempt += 1) {
		const result = resultOf(reading, await client.send(reading.request));
		const mayPass = result.kind === 'failed' && passing.includes(result.failure.cause);
		if (!mayPass || attempt >= client.maxAttempts) return result;
		if (!(await client.waitBeforeRetry(attempt - 1))) return result;
	}
}

/** Causes that may be gone at the next attempt, without anybody's doing. */
const passing: readonly Cause[] = ['answerLost', 'notDelivered', 'serviceFailed'];

function resultOf<Value>(
	reading: LookUp<Value>,
	result: SendResult | NotSent,
): LookUpResult<Value> {
	switch (result.kind) {
		case 'blocked': {
			const { error } = result;
			return { ...failedWith({ cause: 'unclear', reason: error.message }), error };
		}
		case 'notSent':
			return failedWith(failureOfNotSent(result));
		case 'notDelivered':
		case 'certificateRefused':
		case 'answerLost': {
			const { kind: cause, ...why } = result;
			return { ...failedWith({ cause, ...why }), reason: why.reason };
		}
		case 'response':
			return valueIn(reading, result.response);
	}
}

function valueIn<Value>(reading: LookUp<Value>, response: HttpResponse): LookUpResult<Value> {
	const { status, body } = response;
	if (isRsasOwn404(response)) return { kind: 'absent' };
	if (isSuccess(response) && isHtml(body)) return failedWith({ cause: 'notTheApi', status });
	if (status !== 200) return failedWith(failureIn(reading, response));
	const value = reading.parse(body, response);
	return value === undefined
		? failedWith({ cause: 'unclear', status, reason: reading.unclear })
		: { kind: 'found', value };
}

function failureIn<Value>(
	{ permission, causes = {} }: LookUp<Value>,
	response: HttpResponse,
): Failure {
	const { status, body } = response;
	// A look-up is in conflict with nothing: RSA documents no 409 for any.
	const cause = status === 409 ? 'unexpectedStatus' : (causes[status] ?? causeOf(response));
	return {
		cause,
		status,
		serverMessage: serverMessageFor(response),
		isPage: isHtml(body),
		...authenticationFacts(response, new Date()),
		// Of the look-up, which may need another permission than the change that it is for.
		...(cause === 'notAllowed' && {
			advice: permissionForItem(permission, response.authentication),
		}),
		retryAfter: retryAfter(response, new Date()),
	};
}

/** The failure behind a request that was not sent. */
export function failureOfNotSent({ cause, reason, retryAfter: wait, isOwnWait }: NotSent): Failure {
	return { cause, reason, retryAfter: wait, isOwnWait };
}

function failedWith(failure: Failure): LookUpFailed {
	return { kind: 'failed', failure, reason: causeInWords(failure) };
}

/** Causes that lie in the credential or on the way to RSA, whatever was sent. */
const causesOfAnyRequest: readonly Cause[] = [
	'accessIdUnknown',
	'accessTokenExpired',
	'accessTokenRefused',
	'audienceInvalid',
	'certificateRefused',
	'notDelivered',
	'notTheApi',
	'proxyRefused',
	'redirected',
];

/** Causes of a failed look-up that last: nothing but a person changes them. */
const lasting: readonly Cause[] = [
	'accessIdUnknown',
	'accessTokenExpired',
	'accessTokenRefused',
	'audienceInvalid',
	'certificateRefused',
];

/** Whether a look-up that failed may succeed later: not if the item has no time, or the credential is to blame. */
export function mayPass({ error, failure: { cause, isPage } }: LookUpFailed): boolean {
	if (error !== undefined || isNotAttempted(cause) || lasting.includes(cause)) return false;
	// A page is a firewall's refusal; RSA's own is about the credential's permission.
	return cause !== 'notAllowed' || isPage === true;
}

/**
 * The failure of a change that was not started, since a look-up before it failed: under the look-up's own cause where
 * any request would have failed so, else under the given one, always with what to do about it.
 */
export function notStarted(
	cause: 'lookUpFailed' | 'userLookUpFailed',
	{ failure }: LookUpFailed,
): Failure {
	if (isNotAttempted(failure.cause) || causesOfAnyRequest.includes(failure.cause)) return failure;
	return { ...failure, cause, reason: causeInWords(failure), advice: adviceOf(failure) };
}

/** What is known after a look-up failed that was to settle it, with what has to be mended before another one can. */
export function afterFailedLookUp(
	{ failure: { cause, ...why }, error }: LookUpFailed,
	known: Failure,
): Failure {
	const isToMend =
		cause === 'notAllowed' || (causesOfAnyRequest.includes(cause) && !passing.includes(cause));
	const mending = error?.nextStep ?? (isToMend ? adviceOf({ cause, ...why }) : undefined);
	return mending === undefined ? known : { ...known, advice: `${adviceOf(known)} ${mending}` };
}
