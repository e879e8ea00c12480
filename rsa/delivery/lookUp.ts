import { permissionForItem } from '../errors/permissions';
import { causeOf, isRsasOwn404, isSuccess } from '../errors/classifyResponse';
import { isHtml } from '../errors/serverMessage';
import type { RsaRequest } from '../http/endpoints';
import type { Cause } from '../errors/errorTexts';
import { adviceOf, causeInWords, isNotAttempted, type Failure } from '../errors/failure';
import type { UserFacingError } from '../values/userFacingError';
import type { HttpResponse, NotSent, SendResult } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import { authenticationFacts } from '../errors/authenticationFacts';
import type { Client } from '../throttle/client';
import { serverMessageFor } from '../errors/serverMessageFor';
import { statusCodes } from '../http/statusCodes';

/** The result of a look-up. */
export type LookUpResult<Value> =
	| { readonly kind: 'found'; readonly value: Value }
	/** RSA says that it does not know what was looked up. */
	| { readonly kind: 'absent' }
	| LookUpFailed;

/** A look-up that failed: it does not show whether RSA knows what was looked up. */
export interface LookUpFailed {
	readonly kind: 'failed';
	readonly failure: Failure;
	/** The same as part of a sentence, for a person. */
	readonly reason: string;
	/** Set if the request was not sent: the credential has an error, or a rule of n8n forbids it. */
	readonly error?: UserFacingError;
	/** Whether it is not made again in this run, so that it will not succeed later. */
	readonly isFinal?: boolean;
}

/** A request that changes nothing, and how its response is parsed. */
export interface LookUp<Value> {
	readonly request: RsaRequest;
	/** The permission that the credential needs: a row of `permissions`. */
	readonly permission: string;
	/** What is wrong with a 200 for which {@link parse} returns undefined, as a sentence. */
	readonly unclear: string;
	/** Causes of status codes that mean something else here than for a change of a hardware token. */
	readonly causes?: Readonly<Record<number, Cause>>;
	/** @returns undefined if the body of a 200 is not what was looked up */
	parse(body: unknown, response: HttpResponse): Value | undefined;
}

/** Looks something up, again if the request failed for a transient cause: a look-up changes nothing. */
export async function lookUp<Value>(
	query: LookUp<Value>,
	client: Client,
): Promise<LookUpResult<Value>> {
	for (let attempt = 1; ; attempt += 1) {
		const result = resultOf(query, await client.send(query.request));
		const isTransient = result.kind === 'failed' && transientCauses.includes(result.failure.cause);
		if (!isTransient || attempt >= client.maxAttempts) return result;
		if (!(await client.waitBeforeRetry(attempt - 1))) return result;
	}
}

/** Causes that another attempt may not meet again. */
const transientCauses: readonly Cause[] = ['answerLost', 'notDelivered', 'serviceFailed'];

function resultOf<Value>(query: LookUp<Value>, result: SendResult | NotSent): LookUpResult<Value> {
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
			return valueIn(query, result.response);
	}
}

function valueIn<Value>(query: LookUp<Value>, response: HttpResponse): LookUpResult<Value> {
	const { status, body } = response;
	if (isRsasOwn404(response)) return { kind: 'absent' };
	if (isSuccess(response) && isHtml(body)) return failedWith({ cause: 'notTheApi', status });
	if (status !== statusCodes.ok) return failedWith(failureIn(query, response));
	const value = query.parse(body, response);
	return value === undefined
		? failedWith({ cause: 'unclear', status, reason: query.unclear })
		: { kind: 'found', value };
}

function failureIn<Value>(
	{ permission, causes = {} }: LookUp<Value>,
	response: HttpResponse,
): Failure {
	const { status, body } = response;
	// RSA documents no 409 for any look-up.
	const cause =
		status === statusCodes.conflict ? 'unexpectedStatus' : (causes[status] ?? causeOf(response));
	return {
		cause,
		status,
		serverMessage: serverMessageFor(response),
		isPage: isHtml(body),
		...authenticationFacts(response, new Date()),
		// The look-up may need another permission than the change that it is for.
		...(cause === 'notAllowed' && {
			advice: permissionForItem(permission, response.authentication),
		}),
		retryAfter: retryAfter(response, new Date()),
	};
}

/** The failure of a request that was not sent. */
export function failureOfNotSent({ cause, reason, retryAfter: wait, isOwnWait }: NotSent): Failure {
	return { cause, reason, retryAfter: wait, isOwnWait };
}

function failedWith(failure: Failure): LookUpFailed {
	return { kind: 'failed', failure, reason: causeInWords(failure) };
}

/** Causes that any other request would have met too: they lie in the credential, or between n8n and RSA. */
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

/** Causes of a failed look-up that remain until a person corrects something. */
const permanentCauses: readonly Cause[] = [
	'accessIdUnknown',
	'accessTokenExpired',
	'accessTokenRefused',
	'audienceInvalid',
	'certificateRefused',
];

/** Whether a look-up failed because RSA gives no response, or a 5xx: other requests will probably fail as well. */
export function isOutage({ failure: { cause } }: LookUpFailed): boolean {
	return transientCauses.includes(cause);
}

/** Whether a failed look-up may succeed if repeated: not if the item has no time left, or the credential is rejected. */
export function maySucceedLater({ error, isFinal, failure }: LookUpFailed): boolean {
	const { cause, isPage } = failure;
	if (
		error !== undefined ||
		isFinal === true ||
		isNotAttempted(cause) ||
		permanentCauses.includes(cause)
	)
		return false;
	// A web page comes from a firewall. RSA's own 403 is about the credential's permission, which does not change.
	return cause !== 'notAllowed' || isPage === true;
}

/**
 * The failure of a change that was not sent because a look-up before it failed, with what to do about it.
 *
 * @param cause used unless the look-up's own cause would have met any other request too
 */
export function notStarted(
	cause: 'lookUpFailed' | 'userLookUpFailed',
	{ failure }: LookUpFailed,
): Failure {
	if (isNotAttempted(failure.cause) || causesOfAnyRequest.includes(failure.cause)) return failure;
	return { ...failure, cause, reason: causeInWords(failure), advice: adviceOf(failure) };
}

/**
 * A failure that a look-up should have settled, with advice to correct what made the look-up fail.
 *
 * @param known the failure without the look-up
 */
export function afterFailedLookUp(
	{ failure: { cause, ...why }, error }: LookUpFailed,
	known: Failure,
): Failure {
	const isCorrectable =
		cause === 'notAllowed' ||
		(causesOfAnyRequest.includes(cause) && !transientCauses.includes(cause));
	const correction = error?.nextStep ?? (isCorrectable ? adviceOf({ cause, ...why }) : undefined);
	return correction === undefined
		? known
		: { ...known, advice: `${adviceOf(known)} ${correction}` };
}
