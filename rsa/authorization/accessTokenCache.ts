import type { FormTransport } from '../http/response';
import { UserFacingError } from '../values/userFacingError';
import type { AccessToken } from './accessToken';
import { AccessTokenDelayed } from './accessTokenDelayed';
import { LruCache } from './lruCache';
import type { OAuthClientFields } from './oAuthClient';
import { requestAccessToken } from './accessTokenRequest';

/** ms for which an error of the token endpoint is returned again: otherwise every item would wait for its own. */
const ERROR_LASTS = 10_000;

/** ms. The same for a transient error, which only concurrent requests share: the run itself waits and tries again. */
const DELAY_LASTS = 250;

/** ms for which a token request is joined. One that takes longer may never be answered. */
const JOINED_FOR = 10_000;

const clients = new LruCache<AccessTokensOfClient>(100);

/**
 * The access tokens of an OAuth client in this process.
 *
 * @param fingerprint of the client and its settings
 */
export function accessTokensOf(fingerprint: string): AccessTokensOfClient {
	const tokens = clients.get(fingerprint) ?? new AccessTokensOfClient();
	clients.set(fingerprint, tokens);
	return tokens;
}

/** The access tokens of one OAuth client in this process. */
class AccessTokensOfClient {
	/** Whether the token endpoint has ever issued a token to the client: the credential's address of it is right. */
	private isProven = false;
	/** The last token that was issued. */
	private issued: AccessToken | undefined;
	/** The last error of the token endpoint, and its end in ms since 1970. */
	private failed: { readonly error: UserFacingError; readonly until: number } | undefined;
	/** The latest token request in flight, and when it began, in ms since 1970. */
	private inFlight: { readonly token: Promise<AccessToken>; readonly since: number } | undefined;
	/** Value of the last token that n8n got to store with the credential. */
	private storedValue: string | undefined;

	/** The last access token that was issued; undefined if it has to be renewed. */
	last(now: Date): AccessToken | undefined {
		const { issued } = this;
		return issued !== undefined && now.getTime() < issued.renewAt ? issued : undefined;
	}

	/** The same, if n8n has stored it with the credential; n8n would put another one into a request. */
	lastStored(now: Date): AccessToken | undefined {
		const last = this.last(now);
		return last?.value === this.storedValue ? last : undefined;
	}

	/** Records that n8n stores a token. */
	recordStored({ value }: AccessToken): void {
		this.storedValue = value;
	}

	/** Records that a token of the client exists, which the token endpoint has issued to this process or to another one. */
	recordIssued(): void {
		// An earlier error may have taken a wrong response for a wrong address.
		if (!this.isProven) this.failed = undefined;
		this.isProven = true;
	}

	/**
	 * Forgets the last access token, because RSA rejected a token of the client.
	 *
	 * @param sentAt when the rejected request was sent. A token from before then may have been revoked with the rejected
	 * one; a later one was requested by another request for the same reason, and stays.
	 */
	forgetLast(rejected: string, sentAt: Date): void {
		this.recordIssued();
		const { issued } = this;
		const isNewer =
			issued !== undefined && issued.value !== rejected && issued.receivedAt >= sentAt.getTime();
		if (!isNewer) this.issued = undefined;
	}

	/** @throws {UserFacingError} the last one of the token endpoint, while it lasts */
	assertNotJustFailed(now: Date): void {
		if (this.failed !== undefined && now.getTime() < this.failed.until) throw this.failed.error;
	}

	/** Time until which the client has to wait, in ms since 1970; undefined if the last error does not say. */
	get retryAt(): number | undefined {
		const error = this.failed?.error;
		return error instanceof AccessTokenDelayed ? error.retryAt : undefined;
	}

	/**
	 * A new access token, from the token request in flight if there is one.
	 *
	 * @throws {UserFacingError} as {@link requestAccessToken} does
	 */
	async request(
		client: OAuthClientFields,
		sendForm: FormTransport,
		now: Date,
	): Promise<AccessToken> {
		const since = now.getTime();
		if (this.inFlight === undefined || since - this.inFlight.since >= JOINED_FOR) {
			const token = this.newToken(client, sendForm, now).finally(() => {
				if (this.inFlight?.since === since) this.inFlight = undefined;
			});
			this.inFlight = { token, since };
		}
		return await this.inFlight.token;
	}

	private async newToken(
		client: OAuthClientFields,
		sendForm: FormTransport,
		now: Date,
	): Promise<AccessToken> {
		return await requestAccessToken(client, sendForm, now, () => this.isProven)
			.then((token) => {
				this.recordIssued();
				return (this.issued = token);
			})
			.catch((error: unknown) => {
				if (error instanceof UserFacingError) {
					const lasts = error instanceof AccessTokenDelayed ? DELAY_LASTS : ERROR_LASTS;
					this.failed = { error, until: Date.now() + lasts };
				}
				throw error;
			});
	}
}
