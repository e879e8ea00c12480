import { rights } from './administration';
import { causeOf, isRsasOwn404 } from './answerCause';
import type { Target } from './change';
import { requestTo } from './endpoints';
import { causeInWords } from './failure';
import { readHardwareToken, type HardwareToken } from './hardwareToken';
import type { Answer, Send } from './reply';

/** What a read of one hardware token brought. */
export type TokenRead =
	| { readonly kind: 'token'; readonly token: HardwareToken }
	/** RSA has no such token. */
	| { readonly kind: 'absent' }
	/** It could not be read, and why, in an operator's words. */
	| { readonly kind: 'unread'; readonly reason: string };

/** Reads a hardware token by its serial number: RSA's "Retrieve Hardware Token Details API". */
export async function readToken(target: Target, send: Send): Promise<TokenRead> {
	const { tokenSerialNumber } = target;
	const reply = await send(requestTo('lookupHardwareToken', {}, { tokenSerialNumber }));
	switch (reply.kind) {
		case 'refused':
			return unread(reply.refusal.message);
		case 'notDelivered':
		case 'answerLost':
			return unread(reply.reason);
		case 'answered':
			return readAnswer(target, reply.answer);
	}
}

function readAnswer(target: Target, answer: Answer): TokenRead {
	if (isRsasOwn404(answer)) return { kind: 'absent' };
	if (answer.status !== 200) return unread(whyNotRead(answer));
	const token = readHardwareToken(answer.body, target);
	return token === undefined
		? unread("RSA's answer does not tell whose the hardware token is")
		: { kind: 'token', token };
}

function whyNotRead(answer: Answer): string {
	const { status } = answer;
	if (status === 404) return "HTTP 404, but not in the words of RSA's API";
	const cause = causeOf(answer);
	const words = causeInWords({ cause, status });
	return cause === 'notAllowed' ? `${words}. ${rights.readHardwareTokens}` : words;
}

function unread(reason: string): TokenRead {
	return { kind: 'unread', reason };
}
