import { isAccessTokenRefused } from '../answerCause';
import type { Reply, Send } from '../reply';
import { accessTokenInUse, forgetAccessToken } from './renewal';

/**
 * Sends a request once more, with another access token, where RSA refused the one that it went out with.
 * A refused request has changed nothing, so that this is safe.
 *
 * @param fields the credential's fields as this run holds them, shared by all of its requests
 * @returns what makes a {@link Send} do so. After a second refusal in a row it stops asking for tokens: no
 * further one would do better, and every item would cost one.
 */
export function renewingWith(fields: Record<string, unknown>): (send: Send) => Send {
	let isFutile = false;
	return (send) => async (request) => {
		const sentAt = new Date();
		const used = accessTokenInUse(fields);
		const reply = await send(request);
		if (!isRefused(reply)) {
			isFutile = false;
			return reply;
		}
		// A token that was asked for during the send is known only now.
		const refused = used ?? accessTokenInUse(fields);
		if (refused === undefined || isFutile) return reply;
		if (!forgetAccessToken(fields, refused, sentAt)) return reply;
		const secondReply = await send(request);
		isFutile = isRefused(secondReply);
		return secondReply;
	};
}

function isRefused(reply: Reply): boolean {
	return reply.kind === 'answered' && isAccessTokenRefused(reply.answer);
}
