import { rightForItem } from '../administration';
import { causeOf, isRsasOwn404 } from '../answerCause';
import { answerText } from '../answerText';
import type { RsaRequest } from '../endpoints';
import type { Cause } from '../causes';
import { adviceFor, causeInWords, type Failure } from '../failure';
import type { Refusal } from '../refusal';
import type { Answer, HeldBack, Reply } from '../reply';
import { retryAfter } from '../retryAfter';
import { signInFacts } from '../signInFacts';
import type { Means } from './delivery';
import { heldBack } from './failures';

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
	/** The same in an operator's words, with the right that is missing, where one is. */
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
	if (result.kind !== 'unread' || !mayPass(result) || tries >= means.maxTries) return result;
	return (await pause(tries - 1)) ? await read(reading, means, tries + 1) : result;
}

function mayPass({ failure: { cause } }: Unread): boolean {
	return cause === 'notDelivered' || cause === 'answerLost' || cause === 'serviceFailed';
}

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
	if (isRsasOwn404(answer)) return { kind: 'absent' };
	if (answer.status !== 200) return notRead(reading, answer);
	const thing = reading.thingOf(answer.body);
	return thing === undefined
		? unread({ cause: 'unclear', status: answer.status, reason: reading.unclear })
		: { kind: 'found', thing };
}

function notRead<Thing>({ right, causes = {} }: Reading<Thing>, answer: Answer): Unread {
	const { status, body } = answer;
	if (status === 404) {
		return unread({
			cause: 'unclear',
			status,
			reason: "HTTP 404, but not in the words of RSA's API",
		});
	}
	const cause = causes[status] ?? causeOf(answer);
	const said = answerText(body);
	const failure = {
		cause,
		status,
		said,
		...signInFacts(answer, new Date()),
		// A proxy's password is missing for whatever is read; other advice depends on what the read was for.
		...(cause === 'proxyRefused' && { advice: adviceFor(cause) }),
		retryAfter: retryAfter(answer, new Date()),
	};
	const words = causeInWords(failure);
	return {
		...unread(failure),
		reason:
			cause === 'notAllowed' ? `${words}. ${rightForItem(right, answer.authentication)}` : words,
	};
}

function unread(failure: Failure): Unread {
	return { kind: 'unread', failure, reason: causeInWords(failure) };
}
