import { isAccessTokenRefused } from '../errors/classifyResponse';
import type { RsaRequest } from '../http/endpoints';
import type {
	AccessTokenPending,
	AuthorizedTransport,
	SendResult,
	Transport,
} from '../http/response';
import { orUndefined } from '../values/orUndefined';
import { AccessTokenDelayed } from './accessTokenDelayed';
import { parseCredential, type CredentialFields } from './credential';
import { redactAccessToken } from './redactAccessToken';
import { TokenProbe } from './tokenProbe';
import {
	accessTokenHeld,
	accessTokenInUse,
	fieldsForRequest,
	forgetAccessToken,
	retryAfterOf,
	type RenewedFields,
} from './tokenRenewal';
import { limitWait, type TokenWaitLimits } from './tokenWaitLimits';

/** Creates a transport with these fields of the credential, its own copy of them. */
export type TransportFor<Fields> = (fields: Fields & RenewedFields) => Transport;

type Result = SendResult | AccessTokenPending;

/** One attempt to send a request. */
interface Attempt {
	readonly result: Result;
	/** The token that it was sent with; undefined if unknown. */
	readonly accessToken: string | undefined;
	readonly sentAt: Date;
}

type SendAttempt = () => Promise<Attempt>;

const NOT_KNOWN_YET =
	'RSA does not accept the new access token yet that its token endpoint has issued';

/**
 * Authorizes the requests of a run. A request that RSA rejected for its access token is sent again with another one,
 * which is safe: the rejected request changed nothing. After a rejection, one request probes the next token for all
 * until RSA accepts one. A condition that passes, such as a token endpoint that fails or a token that RSA does not know
 * yet, is a delay that the run waits for.
 */
export class TokenRetry<Fields extends Record<string, unknown>> {
	private probe: TokenProbe | undefined;

	/**
	 * @param fields the credential's fields of this run, shared by all of its requests
	 * @param cancelSignal ends waits for an access token
	 */
	constructor(
		private readonly fields: Fields,
		private readonly cancelSignal?: AbortSignal,
	) {}

	/**
	 * A transport that authorizes its requests.
	 *
	 * @param timeout ms that a request waits for an access token, at most
	 */
	transport(transportFor: TransportFor<Fields>, timeout: number): AuthorizedTransport {
		const limits = { timeout, cancelSignal: this.cancelSignal };
		return async (request) =>
			await this.send(async () => await this.attempt(transportFor, request, limits));
	}

	private async send(sendAttempt: SendAttempt): Promise<Result> {
		if (this.probe?.isFutile === false) return await this.sendWhileProbing(sendAttempt);
		const { accessToken, result, sentAt } = await sendAttempt();
		if (isAccepted(result) && accessToken === this.accessToken) this.probe = undefined;
		if (!isRejected(result) || accessToken === undefined || this.probe?.isFutile === true) {
			return result;
		}

		if (this.probe === undefined) {
			const isReplaced = accessToken !== (this.accessToken ?? accessToken);
			if (isReplaced) return await this.send(sendAttempt);
			const source = forgetAccessToken(this.fields, accessToken, sentAt);
			if (source === 'pasted') return result;
			this.probe = new TokenProbe(source === 'issued');
		}
		return await this.sendWhileProbing(sendAttempt, result);
	}

	/** @param rejected the request's result before, which stands if no token is accepted */
	private async sendWhileProbing(sendAttempt: SendAttempt, rejected?: Result): Promise<Result> {
		while (this.probe?.isFutile === false) {
			const { probe } = this;
			if (probe.request === undefined) {
				probe.request = this.probeToken(probe, sendAttempt).finally(() => {
					probe.request = undefined;
				});
				return await probe.request;
			}
			const result = await probe.request;
			if (result.kind === 'accessTokenPending' || result.kind === 'blocked') return result;
		}
		if (this.probe !== undefined && rejected !== undefined) return rejected;
		return await this.send(sendAttempt);
	}

	private async probeToken(probe: TokenProbe, sendAttempt: SendAttempt): Promise<Result> {
		const { accessToken = '', result, sentAt } = await sendAttempt();
		if (isAccepted(result)) this.probe = undefined;
		if (!isRejected(result)) return result;
		const next = probe.rejectedAgain();
		switch (next.kind) {
			case 'wait':
				return { kind: 'accessTokenPending', reason: NOT_KNOWN_YET, retryAfter: next.milliseconds };
			case 'anotherToken':
				forgetAccessToken(this.fields, accessToken, sentAt);
				return await this.probeToken(probe, sendAttempt);
			case 'futile':
				return result;
		}
	}

	private async attempt(
		transportFor: TransportFor<Fields>,
		request: RsaRequest,
		limits: TokenWaitLimits,
	): Promise<Attempt> {
		const fields = fieldsForRequest(this.fields);
		limitWait(fields, limits);
		const sentAt = new Date();
		const before = accessTokenInUse(fields);
		const result = await transportFor(fields)(request);
		const accessToken = accessTokenHeld(fields) ?? before;
		return {
			accessToken,
			sentAt,
			result: this.pendingIfDelayed(redactedResult(result, fields, accessToken)),
		};
	}

	private pendingIfDelayed(result: SendResult): Result {
		if (result.kind !== 'blocked' || !AccessTokenDelayed.isIn(result.error)) return result;
		const { error } = result;
		const retryAfter = retryAfterOf(this.fields, error);
		return { kind: 'accessTokenPending', reason: error.message, retryAfter };
	}

	/** The token of the next request. */
	private get accessToken(): string | undefined {
		return accessTokenInUse(fieldsForRequest(this.fields));
	}
}

/** A result without the access token of its request, and with the request's authentication. */
export function redactedResult(
	result: SendResult,
	fields: CredentialFields,
	accessToken?: string,
): SendResult {
	const redacted = redactAccessToken(result, accessToken);
	const { authentication } = orUndefined(() => parseCredential(fields)) ?? {};
	if (redacted.kind !== 'response' || authentication === undefined) return redacted;
	return { ...redacted, response: { ...redacted.response, authentication } };
}

function isRejected(result: Result): boolean {
	return result.kind === 'response' && isAccessTokenRefused(result.response);
}

/** Rate limits, proxies and gateways respond before any server checks the token. */
function isAccepted(result: Result): boolean {
	if (result.kind !== 'response' || isRejected(result)) return false;
	const { status } = result.response;
	return status < 300 || (status >= 400 && status < 500 && ![407, 408, 429].includes(status));
}
