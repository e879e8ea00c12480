import { isAccessTokenRefused } from '../answerCause';
import type { Reply, Send } from '../reply';
import { accessTokenInUse, forgetAccessToken } from './renewal';

/** Another access token that is tried in place of a refused one. */
interface Trial {
	readonly refused: string;
	readonly isAccepted: Promise<boolean>;
}

/**
 * Sends a request once more, with another access token, where RSA refused the one that it went out with.
 * A refused request has changed nothing, so that this is safe. Requests that are refused together wait for
 * the first of them to try the other token.
 *
 * @param fields the credential's fields as this run holds them, shared by all of its requests
 * @returns what makes a {@link Send} do so. After a second refusal in a row it stops asking for tokens: no
 * further one would do better, and every item would cost one.
 */
export function renewingWith(fields: Record<string, unknown>): (send: Send) => Send {
	let isFutile = false;
	let trial: Trial | undefined;
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
		if (trial?.refused === refused) return (await trial.isAccepted) ? await send(request) : reply;

		if (!forgetAccessToken(fields, refused, sentAt)) return reply;
		const secondReply = send(request);
		trial = { refused, isAccepted: secondReply.then((second) => !isRefused(second)) };
		isFutile = !(await trial.isAccepted);
		return await secondReply;
	};
}

function isRefused(reply: Reply): boolean {
	return reply.kind === 'answered' && isAccessTokenRefused(reply.answer);
}
