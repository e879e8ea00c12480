import { rightForItem } from '../administration';
import { causeOf, isRsasOwn404, isSuccess } from '../answerCause';
import { isHtml } from '../answerText';
import type { RsaRequest } from '../endpoints';
import type { Cause } from '../causes';
import { adviceOf, causeInWords, isNotAttempted, type Failure } from '../failure';
import type { Refusal } from '../refusal';
import type { Answer, HeldBack, Reply } from '../reply';
import { retryAfter } from '../retryAfter';
import { signInFacts } from '../signInFacts';
import type { Means } from './delivery';
import { heldBack, wordsOf } from './failures';

/** What a read brought. */
export type Read<Thing> =
	| { readonly kind: 'found'; readonly thing: Thing }
	/** RSA has no such thing. */
	| { readonly kind: 'absent' }
	| Unread;

/** A read that brought nothing. */
export interface Unread {
	readonly kind: 'unread';
	readonly failure: Failure;
	/** The same in an operator's words. */
	readonly reason: string;
	/** The credential would not sign the request, or n8n not let it out. */
	readonly refusal?: Refusal;
}

/** A read that can be made. */
export interface Reading<Thing> {
	readonly request: RsaRequest;
	/** What the credential must be allowed to do, as an operator reads it. */
	readonly right: string;
	/** What is wrong with an answer in which {@link thingOf} finds nothing. */
	readonly unclear: string;
	/** What codes mean here that mean something else for a change of a hardware token. */
	readonly causes?: Readonly<Record<number, Cause>>;
	/** What the body of a 200 tells. */
	thingOf(body: unknown): Thing | undefined;
}

/** Makes a read; one that got no answer is made again, since it harms nothing. */
export async function read<Thing>(
	reading: Reading<Thing>,
	means: Means,
	tries = 1,
): Promise<Read<Thing>> {
	const { send, pause } = means.courier;
	const result = readReply(reading, await send(reading.request));
	if (
		result.kind !== 'unread' ||
		!mayPass.includes(result.failure.cause) ||
		tries >= means.maxTries
	)
		return result;
	return (await pause(tries - 1)) ? await read(reading, means, tries + 1) : result;
}

/** What may be over the next time, without anybody's doing. */
const mayPass: readonly Cause[] = ['answerLost', 'notDelivered', 'serviceFailed'];

function readReply<Thing>(reading: Reading<Thing>, reply: Reply | HeldBack): Read<Thing> {
	switch (reply.kind) {
		case 'refused': {
			const { refusal } = reply;
			return { ...unread({ cause: 'unclear', reason: refusal.message }), refusal };
		}
		case 'heldBack':
			return unread(heldBack(reply));
		case 'notDelivered':
		case 'certificateRefused':
		case 'answerLost': {
			const { kind: cause, ...why } = reply;
			return { ...unread({ cause, ...why }), reason: why.reason };
		}
		case 'answered':
			return readAnswer(reading, reply.answer);
	}
}

function readAnswer<Thing>(reading: Reading<Thing>, answer: Answer): Read<Thing> {
	const { status, body } = answer;
	if (isRsasOwn404(answer)) return { kind: 'absent' };
	if (isSuccess(answer) && isHtml(body)) return unread({ cause: 'notTheApi', status });
	if (status !== 200) return notRead(reading, answer);
	const thing = reading.thingOf(body);
	return thing === undefined
		? unread({ cause: 'unclear', status, reason: reading.unclear })
		: { kind: 'found', thing };
}

function notRead<Thing>({ right, causes = {} }: Reading<Thing>, answer: Answer): Unread {
	const { status, body } = answer;
	// A read that changes nothing is in conflict with nothing: RSA documents no 409 for any.
	const cause = status === 409 ? 'unexpectedStatus' : (causes[status] ?? causeOf(answer));
	return unread({
		cause,
		status,
		said: wordsOf(answer),
		isPage: isHtml(body),
		...signInFacts(answer, new Date()),
		// Of the read, which may need another right than the change that it is for.
		...(cause === 'notAllowed' && { advice: rightForItem(right, answer.authentication) }),
		retryAfter: retryAfter(answer, new Date()),
	});
}

function unread(failure: Failure): Unread {
	return { kind: 'unread', failure, reason: causeInWords(failure) };
}

/** What is wrong with the credential or on the way to RSA, whatever was sent. */
const ofAnyRequest: readonly Cause[] = [
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
export function notBegun(cause: 'lookUpFailed' | 'userLookUpFailed', { failure }: Unread): Failure {
	if (isNotAttempted(failure.cause) || ofAnyRequest.includes(failure.cause)) return failure;
	return { ...failure, cause, reason: causeInWords(failure), advice: adviceOf(failure) };
}

/** What is known after a read that was to settle it, with what has to be mended before another one can. */
export function afterUnread(
	{ failure: { cause, ...why }, refusal }: Unread,
	known: Failure,
): Failure {
	const isToMend =
		cause === 'notAllowed' || (ofAnyRequest.includes(cause) && !mayPass.includes(cause));
	const mending = refusal?.nextStep ?? (isToMend ? adviceOf({ cause, ...why }) : undefined);
	return mending === undefined ? known : { ...known, advice: `${adviceOf(known)} ${mending}` };
}
