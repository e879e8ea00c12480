import { permissionForItem } from '../errors/permissions';
import { causeOf, isRsasOwn404, isSuccess } from '../errors/classifyResponse';
import { isHtml } from '../errors/serverMessage';
import type { RsaRequest } from '../http/endpoints';
import type { Cause } from '../errors/causes';
import { adviceOf, causeInWords, isNotAttempted, type Failure } from '../errors/failure';
import type { UserFacingError } from '../values/userFacingError';
import type { HttpResponse, NotSent, SendResult } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import { authenticationFacts } from '../errors/authenticationFacts';
import type { Means } from './changeResult';
import { heldBack, wordsOf } from './changeFailure';

/** What a read brought. */
export type LookUpResult<Thing> =
	| { readonly kind: 'found'; readonly value: Thing }
	/** RSA has no such thing. */
	| { readonly kind: 'absent' }
	| LookUpFailed;

/** A read that brought nothing. */
export interface LookUpFailed {
	readonly kind: 'unread';
	readonly failure: Failure;
	/** The same in an operator's words. */
	readonly reason: string;
	/** The credential would not sign the request, or n8n not let it out. */
	readonly error?: UserFacingError;
}

/** A read that can be made. */
export interface LookUp<Thing> {
	readonly request: RsaRequest;
	/** What the credential must be allowed to do, as an operator reads it. */
	readonly permission: string;
	/** What is wrong with an answer in which {@link parse} finds nothing. */
	readonly unclear: string;
	/** What codes mean here that mean something else for a change of a hardware token. */
	readonly causes?: Readonly<Record<number, Cause>>;
	/** What the body of a 200 tells. */
	parse(body: unknown): Thing | undefined;
}

/** Makes a read; one that got no answer is made again, since it harms nothing. */
export async function lookUp<Thing>(
	reading: LookUp<Thing>,
	means: Means,
	tries = 1,
): Promise<LookUpResult<Thing>> {
	const { send, waitBeforeRetry } = means.courier;
	const result = readReply(reading, await send(reading.request));
	if (
		result.kind !== 'unread' ||
		!mayPass.includes(result.failure.cause) ||
		tries >= means.maxTries
	)
		return result;
	return (await waitBeforeRetry(tries - 1)) ? await lookUp(reading, means, tries + 1) : result;
}

/** What may be over the next time, without anybody's doing. */
const mayPass: readonly Cause[] = ['answerLost', 'notDelivered', 'serviceFailed'];

function readReply<Thing>(
	reading: LookUp<Thing>,
	reply: SendResult | NotSent,
): LookUpResult<Thing> {
	switch (reply.kind) {
		case 'blocked': {
			const { error } = reply;
			return { ...unread({ cause: 'unclear', reason: error.message }), error };
		}
		case 'notSent':
			return unread(heldBack(reply));
		case 'notDelivered':
		case 'certificateRefused':
		case 'answerLost': {
			const { kind: cause, ...why } = reply;
			return { ...unread({ cause, ...why }), reason: why.reason };
		}
		case 'response':
			return readAnswer(reading, reply.response);
	}
}

function readAnswer<Thing>(reading: LookUp<Thing>, answer: HttpResponse): LookUpResult<Thing> {
	const { status, body } = answer;
	if (isRsasOwn404(answer)) return { kind: 'absent' };
	if (isSuccess(answer) && isHtml(body)) return unread({ cause: 'notTheApi', status });
	if (status !== 200) return notRead(reading, answer);
	const value = reading.parse(body);
	return value === undefined
		? unread({ cause: 'unclear', status, reason: reading.unclear })
		: { kind: 'found', value };
}

function notRead<Thing>(
	{ permission, causes = {} }: LookUp<Thing>,
	answer: HttpResponse,
): LookUpFailed {
	const { status, body } = answer;
	// A read that changes nothing is in conflict with nothing: RSA documents no 409 for any.
	const cause = status === 409 ? 'unexpectedStatus' : (causes[status] ?? causeOf(answer));
	return unread({
		cause,
		status,
		serverMessage: wordsOf(answer),
		isPage: isHtml(body),
		...authenticationFacts(answer, new Date()),
		// Of the read, which may need another right than the change that it is for.
		...(cause === 'notAllowed' && { advice: permissionForItem(permission, answer.authentication) }),
		retryAfter: retryAfter(answer, new Date()),
	});
}

function unread(failure: Failure): LookUpFailed {
	return { kind: 'unread', failure, reason: causeInWords(failure) };
}

/** What is wrong with the credential or on the way to RSA, whatever was sent. */
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

/**
 * Why a change was not begun, since a read before it brought nothing: by the read's own cause where that is no
 * matter of the read, else under the given one, always with what to do about it.
 */
export function notStarted(
	cause: 'lookUpFailed' | 'userLookUpFailed',
	{ failure }: LookUpFailed,
): Failure {
	if (isNotAttempted(failure.cause) || causesOfAnyRequest.includes(failure.cause)) return failure;
	return { ...failure, cause, reason: causeInWords(failure), advice: adviceOf(failure) };
}

/** What is known after a read that was to settle it, with what has to be mended before another one can. */
export function afterFailedLookUp(
	{ failure: { cause, ...why }, error }: LookUpFailed,
	known: Failure,
): Failure {
	const isToMend =
		cause === 'notAllowed' || (causesOfAnyRequest.includes(cause) && !mayPass.includes(cause));
	const mending = error?.nextStep ?? (isToMend ? adviceOf({ cause, ...why }) : undefined);
	return mending === undefined ? known : { ...known, advice: `${adviceOf(known)} ${mending}` };
}
