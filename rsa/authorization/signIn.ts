import { isAccessTokenRefused } from '../answerCause';
import { attempt } from '../attempt';
import type { RsaRequest } from '../endpoints';
import type { AccessTokenDelay, Reply, Send, SignedInSend } from '../reply';
import { AccessTokenDelayed } from './accessTokenDelayed';
import { readCredential, type CredentialFields } from './credential';
import {
	accessTokenHeld,
	accessTokenInUse,
	fieldsForRequest,
	forgetAccessToken,
	isIssued,
	retryAfterOf,
	type RenewedFields,
} from './renewal';
import { TokenDoubt } from './tokenDoubt';
import { limitWait, type WaitLimits } from './waitLimits';
import { withoutAccessToken } from './withoutAccessToken';

/** Makes what sends a request with these fields of the credential, its own copy of them. */
export type SendWith<Fields> = (fields: Fields & RenewedFields) => Send;

/** What became of a request, and which access token it went out with, where that is known. */
interface Attempt {
	readonly reply: Reply | AccessTokenDelay;
	readonly accessToken: string | undefined;
	readonly sentAt: Date;
}

const NOT_KNOWN_YET =
	'RSA does not accept the new access token yet that its token endpoint has issued';

/**
 * Signs the requests of a run in: a request that RSA refused for its access token is sent again with another one,
 * which is safe, as it has changed nothing. While it is open whether RSA accepts a token, one request tries it for
 * all. What passes by itself, a token endpoint that fails or a token that is not known yet, is a delay for the run
 * to wait for.
 */
export class SignIn<Fields extends Record<string, unknown>> {
	private doubt: TokenDoubt | undefined;

	/**
	 * @param fields the credential's fields as this run holds them, shared by all of its requests
	 * @param cancelSignal ends waits for an access token
	 */
	constructor(
		private readonly fields: Fields,
		private readonly cancelSignal?: AbortSignal,
	) {}

	/** @param timeout ms that a request waits for an access token */
	sending(sendWith: SendWith<Fields>, timeout: number): SignedInSend {
		const limits = { timeout, cancelSignal: this.cancelSignal };
		return async (request) =>
			await this.send(async () => await this.attempt(sendWith, request, limits));
	}

	private async send(attempt: () => Promise<Attempt>): Promise<Attempt['reply']> {
		if (this.doubt !== undefined && !this.doubt.isFutile) return await this.sendInDoubt(attempt);
		const { accessToken, reply, sentAt } = await attempt();
		if (isAccepted(reply) && accessToken === this.accessToken) this.doubt = undefined;
		if (!isRefused(reply) || accessToken === undefined || this.doubt?.isFutile === true) {
			return reply;
		}

		const isReplaced =
			this.doubt === undefined && accessToken !== (this.accessToken ?? accessToken);
		if (isReplaced) return await this.send(attempt);
		if (this.doubt === undefined) {
			if (!forgetAccessToken(this.fields, accessToken, sentAt)) return reply;
			this.doubt = new TokenDoubt(isIssued(this.fields));
		}
		return await this.sendInDoubt(attempt, reply);
	}

	/** @param earlier what the request came to before the doubt, which stands where no token is accepted */
	private async sendInDoubt(
		attempt: () => Promise<Attempt>,
		earlier?: Attempt['reply'],
	): Promise<Attempt['reply']> {
		while (this.doubt !== undefined && !this.doubt.isFutile) {
			const { trial } = this.doubt;
			if (trial === undefined) return await this.tryForAll(this.doubt, attempt);
			const reply = await trial;
			if (reply.kind === 'accessTokenDelayed' || reply.kind === 'refused') return reply;
		}
		return this.doubt === undefined
			? await this.send(attempt)
			: (earlier ?? (await this.send(attempt)));
	}

	private async tryForAll(
		doubt: TokenDoubt,
		attempt: () => Promise<Attempt>,
	): Promise<Attempt['reply']> {
		doubt.trial = this.tryToken(doubt, attempt);
		try {
			return await doubt.trial;
		} finally {
			doubt.trial = undefined;
		}
	}

	private async tryToken(
		doubt: TokenDoubt,
		attempt: () => Promise<Attempt>,
	): Promise<Attempt['reply']> {
		const { accessToken = '', reply, sentAt } = await attempt();
		if (isAccepted(reply)) this.doubt = undefined;
		if (!isRefused(reply)) return reply;
		const next = doubt.refusedAgain();
		switch (next.kind) {
			case 'wait':
				return {
					kind: 'accessTokenDelayed',
					reason: NOT_KNOWN_YET,
					retryAfter: next.milliseconds,
				};
			case 'anotherToken':
				forgetAccessToken(this.fields, accessToken, sentAt);
				return await this.tryToken(doubt, attempt);
			case 'futile':
				return reply;
		}
	}

	private async attempt(
		sendWith: SendWith<Fields>,
		request: RsaRequest,
		limits: WaitLimits,
	): Promise<Attempt> {
		const fields = fieldsForRequest(this.fields);
		limitWait(fields, limits);
		const sentAt = new Date();
		const before = accessTokenInUse(fields);
		const reply = await sendWith(fields)(request);
		const accessToken = accessTokenHeld(fields) ?? before;
		return { accessToken, sentAt, reply: this.orDelay(signedReply(reply, fields, accessToken)) };
	}

	private orDelay(reply: Reply): Attempt['reply'] {
		if (reply.kind !== 'refused' || !AccessTokenDelayed.isIn(reply.refusal)) return reply;
		const { refusal } = reply;
		const retryAfter = retryAfterOf(this.fields, refusal);
		return { kind: 'accessTokenDelayed', reason: refusal.message, retryAfter };
	}

	/** The token that the next request goes out with. */
	private get accessToken(): string | undefined {
		return accessTokenInUse(fieldsForRequest(this.fields));
	}
}

/** A reply as it may be passed on: without the access token of its request, and with how that was signed in. */
export function signedReply(reply: Reply, fields: CredentialFields, accessToken?: string): Reply {
	const clean = withoutAccessToken(reply, accessToken);
	if (clean.kind !== 'answered') return clean;
	const { authentication } = attempt(() => readCredential(fields)) ?? {};
	return { ...clean, answer: { ...clean.answer, ...(authentication && { authentication }) } };
}

function isRefused(reply: Attempt['reply']): boolean {
	return reply.kind === 'answered' && isAccessTokenRefused(reply.answer);
}

/** Limits of rates, proxies and gateways answer before anybody looks at the token. */
function isAccepted(reply: Attempt['reply']): boolean {
	if (reply.kind !== 'answered' || isRefused(reply)) return false;
	const { status } = reply.answer;
	return status < 300 || (status >= 400 && status < 500 && ![407, 408, 429].includes(status));
}
