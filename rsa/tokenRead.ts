import { isHtml } from './answerText';
import type { Target } from './change';
import { requestTo } from './endpoints';
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

function readAnswer(target: Target, { status, body }: Answer): TokenRead {
	if (status === 404 && !isHtml(body)) return { kind: 'absent' };
	if (status === 403) {
		return unread(
			'this credential may not read hardware tokens (an OAuth client needs the scope rsa.authenticator.sidtoken.read)',
		);
	}
	if (status !== 200) return unread(`RSA answered with HTTP ${status}`);
	const token = readHardwareToken(body, target);
	return token === undefined
		? unread("RSA's answer does not tell whose the token is")
		: { kind: 'token', token };
}

function unread(reason: string): TokenRead {
	return { kind: 'unread', reason };
}
