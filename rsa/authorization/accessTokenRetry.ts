import { endpointOf } from '../http/endpoints';
import type {
	AccessTokenPending,
	AuthorizedTransport,
	SendResult,
	Transport,
} from '../http/response';
import { orUndefined } from '../values/orUndefined';
import { isAccepted, isRejected } from './accessTokenAcceptance';
import { AccessTokenDelayed } from './accessTokenDelayed';
import { parseCredential, type CredentialFields } from './credential';
import { LatestTokensRedactor, type Redact } from './redactAccessToken';
import { AccessTokenProbe } from './accessTokenProbe';
import {
	accessTokenHeld,
	accessTokenInUse,
	fieldsForRequest,
	forgetAccessToken,
	retryAfterOf,
	type RenewedFields,
} from './accessTokenRenewal';
import { limitWait, type AccessTokenWaitLimits } from './accessTokenWaitLimits';

/** Creates a transport with these fields of the credential, its own copy of them. */
export type TransportFor<Fields> = (fields: Fields & RenewedFields) => Transport;

type Result = SendResult | AccessTokenPending;

/** A request that was sent. */
interface Attempted {
	readonly result: Result;
	/** The token that it was sent with; undefined if not known. */
	readonly accessToken: string | undefined;
	readonly sentAt: Date;
}

const NOT_KNOWN_YET = 'RSA does not yet accept the new access token from its token endpoint';

/**
 * Authorizes the requests of a run. A request whose access token RSA rejected is sent again with another token, which is
 * safe: the rejected request changed nothing. After a rejection, one request tries the next token for all others to its
 * endpoint, until RSA accepts one there. Each endpoint has its own tries: a server that rejects the tokens of one call and
 * accepts them for another would otherwise have them tried anew for every item. For a transient condition, such as a token
 * endpoint that fails or a token that RSA does not know yet, the result is `accessTokenPending`, and the run waits.
 */
export class AccessTokenRetry<Fields extends Record<string, unknown>> {
	/** By endpoint, the tries of further tokens since RSA rejected one there. */
	private readonly probes = new Map<string | undefined, AccessTokenProbe>();
	private readonly redactor = new LatestTokensRedactor();

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
		return async (request) => {
			const endpoint = endpointOf(request);
			const attempt = async () =>
				await this.attempt((fields) => transportFor(fields)(request), limits);
			// The result before a probe; it is final if RSA accepts no token.
			let rejected: Result | undefined;
			for (;;) {
				const probe = this.probes.get(endpoint);
				if (probe?.isFutile === false) {
					const probed = await this.probedResult(probe, endpoint, attempt);
					if (probed !== undefined) return probed;
					continue;
				}
				if (probe !== undefined && rejected !== undefined) return rejected;
				const attempted = await attempt();
				if (this.isFinal(attempted, endpoint)) return attempted.result;
				rejected = attempted.result;
			}
		};
	}

	/** Whether a result is final. If another access token may help, forgets the rejected one: the next one is tried. */
	private isFinal(
		{ accessToken, result, sentAt }: Attempted,
		endpoint: string | undefined,
	): boolean {
		const probe = this.probes.get(endpoint);
		if (!isRejected(result) || accessToken === undefined) {
			const isProven =
				probe !== undefined && isAccepted(result) && accessToken === this.accessToken;
			if (isProven) this.probes.delete(endpoint);
			return true;
		}
		if (probe !== undefined) return probe.isFutile;
		const isReplaced = accessToken !== (this.accessToken ?? accessToken);
		if (isReplaced) return false;
		const authentication = forgetAccessToken(this.fields, accessToken, sentAt);
		// A pasted token cannot be replaced.
		if (authentication === 'jwt') return true;
		this.probes.set(endpoint, new AccessTokenProbe(authentication === 'oAuthClient'));
		return false;
	}

	/**
	 * Tries the next token with a request, or waits for the request that does.
	 *
	 * @returns undefined if it only waited, and its request is to be sent now
	 */
	private async probedResult(
		probe: AccessTokenProbe,
		endpoint: string | undefined,
		attempt: () => Promise<Attempted>,
	): Promise<Result | undefined> {
		if (probe.request === undefined) {
			probe.request = this.probeToken(probe, endpoint, attempt).finally(
				() => (probe.request = undefined),
			);
			return await probe.request;
		}
		const result = await probe.request;
		const isOver = result.kind === 'accessTokenPending' || result.kind === 'blocked';
		return isOver ? result : undefined;
	}

	private async probeToken(
		probe: AccessTokenProbe,
		endpoint: string | undefined,
		attempt: () => Promise<Attempted>,
	): Promise<Result> {
		for (;;) {
			const { accessToken = '', result, sentAt } = await attempt();
			if (isAccepted(result)) this.probes.delete(endpoint);
			if (!isRejected(result)) return result;
			const next = probe.rejectedAgain();
			if (next === 'futile') return result;
			if (next !== 'anotherToken') {
				return { kind: 'accessTokenPending', reason: NOT_KNOWN_YET, retryAfter: next };
			}
			forgetAccessToken(this.fields, accessToken, sentAt);
		}
	}

	private async attempt(
		send: (fields: Fields & RenewedFields) => Promise<SendResult>,
		limits: AccessTokenWaitLimits,
	): Promise<Attempted> {
		const fields = fieldsForRequest(this.fields);
		limitWait(fields, limits);
		const sentAt = new Date();
		// n8n may put another token into the fields.
		const tokenBefore = accessTokenInUse(fields);
		const result = await send(fields);
		const accessToken = accessTokenHeld(fields) ?? tokenBefore;
		const redacted = redactedResult(result, fields, this.redactor.redactorWith(accessToken));
		return { accessToken, sentAt, result: this.pendingIfDelayed(redacted) };
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

/** A result without access tokens, and with the request's authentication. */
export function redactedResult(
	result: SendResult,
	fields: CredentialFields,
	redact: Redact,
): SendResult {
	const redacted = redact(result);
	const { authentication } = orUndefined(() => parseCredential(fields)) ?? {};
	if (redacted.kind !== 'response' || authentication === undefined) return redacted;
	return { ...redacted, response: { ...redacted.response, authentication } };
}
