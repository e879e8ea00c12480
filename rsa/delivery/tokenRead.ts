import { rights } from '../administration';
import { causeOf, isRsasOwn404 } from '../answerCause';
import type { Target } from '../change';
import { requestTo } from '../endpoints';
import { causeInWords } from '../failure';
import { readHardwareToken, type HardwareToken } from '../hardwareToken';
import type { Answer, HeldBack, Reply } from '../reply';
import type { Means } from './delivery';
import { heldBack } from './failures';

/** What a read of one hardware token brought. */
export type TokenRead =
	| { readonly kind: 'token'; readonly token: HardwareToken }
	/** RSA has no such token. */
	| { readonly kind: 'absent' }
	/** It could not be read, why in an operator's words, and whether that may pass. */
	| { readonly kind: 'unread'; readonly reason: string; readonly mayPass: boolean };

/**
 * Reads a hardware token by its serial number: RSA's "Retrieve Hardware Token Details API". A read that got no
 * answer is made again, since it harms nothing.
 */
export async function readToken(target: Target, means: Means, tries = 1): Promise<TokenRead> {
	const { tokenSerialNumber } = target;
	const { send, pause } = means.courier;
	const read = readReply(
		target,
		await send(requestTo('lookupHardwareToken', { body: { tokenSerialNumber } })),
	);
	if (read.kind !== 'unread' || !read.mayPass || tries >= means.maxTries) return read;
	return (await pause(tries - 1)) ? await readToken(target, means, tries + 1) : read;
}

function readReply(target: Target, reply: Reply | HeldBack): TokenRead {
	switch (reply.kind) {
		case 'refused':
			return unread(reply.refusal.message);
		case 'heldBack':
			return unread(causeInWords(heldBack(reply)));
		case 'notDelivered':
		case 'answerLost':
			return { kind: 'unread', reason: reply.reason, mayPass: true };
		case 'answered':
			return readAnswer(target, reply.answer);
	}
}

function readAnswer(target: Target, answer: Answer): TokenRead {
	if (isRsasOwn404(answer)) return { kind: 'absent' };
	if (answer.status !== 200) return notRead(answer);
	const token = readHardwareToken(answer.body, target);
	return token === undefined
		? unread("RSA's answer does not tell whose the hardware token is")
		: { kind: 'token', token };
}

function notRead(answer: Answer): TokenRead {
	const { status } = answer;
	if (status === 404) return unread("HTTP 404, but not in the words of RSA's API");
	const cause = causeOf(answer);
	const words = causeInWords({ cause, status });
	const reason = cause === 'notAllowed' ? `${words}. ${rights.readHardwareTokens}` : words;
	return { kind: 'unread', reason, mayPass: cause === 'serviceFailed' };
}

function unread(reason: string): TokenRead {
	return { kind: 'unread', reason, mayPass: false };
}
