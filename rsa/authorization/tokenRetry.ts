import { isAccessTokenRefused } from '../errors/classifyResponse';
import { orUndefined } from '../values/orUndefined';
import type { RsaRequest } from '../http/endpoints';
import type {
	AccessTokenPending,
	SendResult,
	Transport,
	AuthorizedTransport,
} from '../http/response';
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
} from './tokenRenewal';
import { TokenProbe } from './tokenProbe';
import { limitWait, type TokenWaitLimits } from './tokenWaitLimits';
import { redactAccessToken } from './redactAccessToken';

/** Makes what sends a request with these fields of the credential, its own copy of them. */
export type TransportFor<Fields> = (fields: Fields & RenewedFields) => Transport;

/** What became of a request, and which access token it went out with, where that is known. */
interface Attempt {
	readonly reply: SendResult | AccessTokenPending;
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
export class TokenRetry<Fields extends Record<string, unknown>> {
	private probe: TokenProbe | undefined;

	/**
	 * @param fields the credential's fields as this run holds them, shared by all of its requests
	 * @param cancelSignal ends waits for an access token
	 */
	constructor(
		private readonly fields: Fields,
		private readonly cancelSignal?: AbortSignal,
	) {}

	/** @param timeout ms that a request waits for an access token */
	transport(sendWith: TransportFor<Fields>, timeout: number): AuthorizedTransport {
		const limits = { timeout, cancelSignal: this.cancelSignal };
		return async (request) =>
			await this.send(async () => await this.attempt(sendWith, request, limits));
	}

	private async send(attempt: () => Promise<Attempt>): Promise<Attempt['reply']> {
		if (this.probe !== undefined && !this.probe.isFutile)
			return await this.sendWhileProbing(attempt);
		const { accessToken, reply, sentAt } = await attempt();
		if (isAccepted(reply) && accessToken === this.accessToken) this.probe = undefined;
		if (!isRefused(reply) || accessToken === undefined || this.probe?.isFutile === true) {
			return reply;
		}

		const isReplaced =
			this.probe === undefined && accessToken !== (this.accessToken ?? accessToken);
		if (isReplaced) return await this.send(attempt);
		if (this.probe === undefined) {
			if (!forgetAccessToken(this.fields, accessToken, sentAt)) return reply;
			this.probe = new TokenProbe(isIssued(this.fields));
		}
		return await this.sendWhileProbing(attempt, reply);
	}

	/** @param earlier what the request came to before the doubt, which stands where no token is accepted */
	private async sendWhileProbing(
		attempt: () => Promise<Attempt>,
		earlier?: Attempt['reply'],
	): Promise<Attempt['reply']> {
		while (this.probe !== undefined && !this.probe.isFutile) {
			const { trial } = this.probe;
			if (trial === undefined) return await this.tryForAll(this.probe, attempt);
			const reply = await trial;
			if (reply.kind === 'accessTokenPending' || reply.kind === 'blocked') return reply;
		}
		return this.probe === undefined
			? await this.send(attempt)
			: (earlier ?? (await this.send(attempt)));
	}

	private async tryForAll(
		doubt: TokenProbe,
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
		doubt: TokenProbe,
		attempt: () => Promise<Attempt>,
	): Promise<Attempt['reply']> {
		const { accessToken = '', reply, sentAt } = await attempt();
		if (isAccepted(reply)) this.probe = undefined;
		if (!isRefused(reply)) return reply;
		const next = doubt.refusedAgain();
		switch (next.kind) {
			case 'wait':
				return {
					kind: 'accessTokenPending',
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
		sendWith: TransportFor<Fields>,
		request: RsaRequest,
		limits: TokenWaitLimits,
	): Promise<Attempt> {
		const fields = fieldsForRequest(this.fields);
		limitWait(fields, limits);
		const sentAt = new Date();
		const before = accessTokenInUse(fields);
		const reply = await sendWith(fields)(request);
		const accessToken = accessTokenHeld(fields) ?? before;
		return { accessToken, sentAt, reply: this.orDelay(redactedResult(reply, fields, accessToken)) };
	}

	private orDelay(reply: SendResult): Attempt['reply'] {
		if (reply.kind !== 'blocked' || !AccessTokenDelayed.isIn(reply.error)) return reply;
		const { error } = reply;
		const retryAfter = retryAfterOf(this.fields, error);
		return { kind: 'accessTokenPending', reason: error.message, retryAfter };
	}

	/** The token that the next request goes out with. */
	private get accessToken(): string | undefined {
		return accessTokenInUse(fieldsForRequest(this.fields));
	}
}

/** A reply as it may be passed on: without the access token of its request, and with how that was signed in. */
export function redactedResult(
	reply: SendResult,
	fields: CredentialFields,
	accessToken?: string,
): SendResult {
	const clean = redactAccessToken(reply, accessToken);
	if (clean.kind !== 'response') return clean;
	const { authentication } = orUndefined(() => readCredential(fields)) ?? {};
	return { ...clean, response: { ...clean.response, ...(authentication && { authentication }) } };
}

function isRefused(reply: Attempt['reply']): boolean {
	return reply.kind === 'response' && isAccessTokenRefused(reply.response);
}

/** Limits of rates, proxies and gateways answer before anybody looks at the token. */
function isAccepted(reply: Attempt['reply']): boolean {
	if (reply.kind !== 'response' || isRefused(reply)) return false;
	const { status } = reply.response;
	return status < 300 || (status >= 400 && status < 500 && ![407, 408, 429].includes(status));
}
