import { AsyncLocalStorage } from 'node:async_hooks';
import { generateKeyPairSync } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Provider, type Configuration } from 'oidc-provider/lib/provider.js';
import type { HttpResponse } from '../http-response.mts';
import { HttpExchange } from '../http-exchange.mts';
import { disturbanceOf, undisturbed, type OrderedFaults } from '../faults/faults.mts';
import type { TokenRequest, TokenRequestJournal } from '../journal.mts';
import { LoopbackServer, type ServerCertificate } from '../loopback-server.mts';
import {
	allScopes,
	makeOAuthClient,
	type OAuthClient,
	type OAuthClientOrder,
} from './oauth-clients.mts';
import { OAuthRecords } from './oauth-records.mts';

/** An access token that the OAuth server knows. */
export interface AccessToken {
	readonly clientId: string;
	readonly scopes: ReadonlySet<string>;
	readonly isExpired: boolean;
}

/** Deviations in the issuing of access tokens. */
export interface AccessTokenIssuing {
	/** Value of `expires_in` in the response, true or not; `null` leaves `expires_in` out. The true value by default. */
	readonly reportedExpiresIn?: unknown;
	/** ms after the first request with a token from which on the API knows it: that request is always too early. 0 by default. */
	readonly knownAfterMilliseconds?: number;
	/** Number of tokens that the API never gets to know, from the next one on. */
	readonly neverKnown?: number;
}

/** The parts that an OAuth server shares with its tenant. */
export interface OAuthServerParts {
	/** Called for every access token that is issued. */
	readonly accessTokenLifetimeSeconds: () => number;
	/** Called for every access token that is issued, too. */
	readonly issuing: () => AccessTokenIssuing;
	/** With it the server speaks HTTPS. */
	readonly certificate: ServerCertificate | undefined;
	readonly faults: OrderedFaults;
	readonly journal: TokenRequestJournal;
	readonly now: () => Date;
	/** Called with errors of the server itself, and with requests that are not even HTTP. */
	readonly failed: (error: Error, request: string) => void;
}

/** As in RSA's issuer URLs, https://<tenant>.auth[-<region>].securid.com/oauth. */
const mountPath = '/oauth';

/** Headers that belong to one connection, or that Fastify sets itself. */
const hopHeaders = new Set([
	'connection',
	'content-length',
	'date',
	'keep-alive',
	'transfer-encoding',
]);

/**
 * RSA's OAuth server: oidc-provider, which does all the checking of assertions and scopes, behind a journal and
 * faults to order. It goes by the real time, whatever the tenant's clock says.
 */
export class OAuthServer {
	readonly #parts: OAuthServerParts;
	readonly #records = new Map<string, OAuthRecords>();
	readonly #server: LoopbackServer;
	readonly #provider: Provider;
	readonly #providerDoor: FastifyInstance;
	/** The request that oidc-provider is at work on. */
	readonly #underWay = new AsyncLocalStorage<TokenRequest>();
	/** By the tokens' values, ms after their first use from which on the API knows them. */
	readonly #knownAfter = new Map<string, number>();
	/** By the tokens' values, their first use, in ms since 1970. */
	readonly #firstUsedAt = new Map<string, number>();
	#neverKnown = 0;
	#issuing: AccessTokenIssuing | undefined;
	#clients = 0;

	private constructor(parts: OAuthServerParts, server: LoopbackServer) {
		this.#parts = parts;
		this.#server = server;
		this.#provider = new Provider(this.issuerUrl, this.#configuration());
		// It has to believe X-Forwarded-Proto: requests that come through its door have no connection of their own.
		this.#provider.proxy = true;
		this.#provider.on('server_error', ({ method, path }, error) => {
			parts.failed(error, `${method} ${path}`);
		});
		this.#provider.on('grant.error', (_context, error) => {
			const entry = this.#underWay.getStore();
			if (entry) entry.rejection = error.error_detail ?? error.error_description;
		});
		this.#providerDoor = doorTo(this.#provider);
	}

	/**
	 * Starts an OAuth server on a free port of its own: RSA's token endpoint is on another host
	 * than its API.
	 */
	static async start(parts: OAuthServerParts): Promise<OAuthServer> {
		const server: LoopbackServer = new LoopbackServer({
			certificate: parts.certificate,
			receive: (request, reply) => oauthServer.#receive(request, reply),
			failed: (error, { method, url }) => {
				parts.failed(error, `${method} ${url}`);
			},
		});
		await server.open();
		const oauthServer: OAuthServer = new OAuthServer(parts, server);
		return oauthServer;
	}

	get issuerUrl(): string {
		return `${this.#server.origin}${mountPath}`;
	}

	/** Issues an OAuth client; it may sign in immediately. */
	async issueClient(order: OAuthClientOrder): Promise<OAuthClient> {
		const { client, metadata } = makeOAuthClient(order, this.issuerUrl, this.#clients++);
		await this.#recordsOf('Client').upsert(client.clientId, metadata);
		return client;
	}

	/** @returns undefined for a value that was never issued, or is revoked */
	async findAccessToken(value: string): Promise<AccessToken | undefined> {
		const now = Date.now();
		const firstUsedAt = this.#firstUsedAt.get(value) ?? now;
		this.#firstUsedAt.set(value, firstUsedAt);
		if (now < firstUsedAt + (this.#knownAfter.get(value) ?? 0)) return undefined;
		const token = await this.#provider.ClientCredentials.find(value, { ignoreExpiration: true });
		if (!token?.clientId) return undefined;
		return { clientId: token.clientId, scopes: token.scopes, isExpired: token.isExpired };
	}

	/** Makes the API reject the access tokens issued so far. */
	revokeAccessTokens(): void {
		this.#recordsOf('ClientCredentials').clear();
	}

	/** Closes the listening socket and every connection. */
	async refuseConnections(): Promise<void> {
		await this.#server.close();
	}

	/** Listens again, on the same port. */
	async acceptConnections(): Promise<void> {
		await this.#server.open();
	}

	/** Closes for good. */
	async stop(): Promise<void> {
		await this.#server.stop();
		await this.#providerDoor.close();
	}

	#configuration(): Configuration {
		const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		return {
			adapter: (kind) => this.#recordsOf(kind),
			clientAuthMethods: ['private_key_jwt'],
			// To the second, so that no test has to wait for an access token to expire.
			clockTolerance: 0,
			enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'ES256'] },
			features: {
				clientCredentials: { enabled: true },
				devInteractions: { enabled: false },
				resourceIndicators: { enabled: false },
				rpInitiatedLogout: { enabled: false },
				userinfo: { enabled: false },
			},
			// For ID tokens, which are never issued here; without it oidc-provider uses a public key of its own.
			jwks: { keys: [privateKey.export({ format: 'jwk' })] },
			// JSON in any case (RFC 6749, 5.2), where oidc-provider would show a browser a page.
			renderError: (context, error) => {
				context.body = error;
			},
			responseTypes: [],
			scopes: allScopes,
			ttl: { ClientCredentials: () => this.#parts.accessTokenLifetimeSeconds() },
		};
	}

	#recordsOf(kind: string): OAuthRecords {
		const records = this.#records.get(kind) ?? new OAuthRecords();
		this.#records.set(kind, records);
		return records;
	}

	async #receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		const { faults, journal, now } = this.#parts;
		const { method, url: path, headers, body } = request;
		const fault = faults.take();
		const form = Object.fromEntries(new URLSearchParams(typeof body === 'string' ? body : ''));
		const entry = journal.begin({
			method,
			path,
			headers,
			form,
			at: now(),
			fault: fault?.kind,
			rejection: undefined,
		});
		const exchange = new HttpExchange(request, reply, {
			disturbance: fault ? disturbanceOf(fault) : undisturbed,
			outcome: entry,
			ended: () => {
				journal.end(entry);
			},
		});
		return await exchange.conclude(() =>
			this.#underWay.run(entry, () => this.#providerResponse(request)),
		);
	}

	async #providerResponse(request: FastifyRequest): Promise<HttpResponse> {
		const { method, url, headers, body, protocol } = request;
		const response = await this.#providerDoor.inject({
			// Fastify's types let inject take fewer methods than a server gets.
			method: method as 'POST',
			url,
			headers: { ...headers, 'x-forwarded-proto': protocol },
			payload: typeof body === 'string' ? body : '',
		});
		const { 'content-type': contentType, ...others } = response.headers;
		const issued = response.statusCode === 200 ? this.#issue(response.body) : response.body;
		return {
			status: response.statusCode,
			headers: Object.fromEntries(
				Object.entries(others)
					.filter(([name]) => !hopHeaders.has(name))
					.map(([name, value]) => [name, String(value)]),
			),
			...(contentType !== undefined && { contentType: String(contentType) }),
			body: issued,
		};
	}

	/** @returns the body of the response with the access token, as it is to be sent */
	#issue(body: string): string {
		const issuing = this.#parts.issuing();
		if (issuing !== this.#issuing) this.#neverKnown = issuing.neverKnown ?? 0;
		this.#issuing = issuing;
		const tokenResponse = JSON.parse(body) as Record<string, unknown>;
		const isNeverKnown = this.#neverKnown-- > 0;
		const knownAfter = isNeverKnown ? Infinity : (issuing.knownAfterMilliseconds ?? 0);
		this.#knownAfter.set(String(tokenResponse['access_token']), knownAfter);
		const { reportedExpiresIn = tokenResponse['expires_in'] } = issuing;
		if (reportedExpiresIn === null) delete tokenResponse['expires_in'];
		else tokenResponse['expires_in'] = reportedExpiresIn;
		return JSON.stringify(tokenResponse);
	}
}

/** oidc-provider reads requests itself, so it gets them anew after the journal has read them. */
function doorTo(provider: Provider): FastifyInstance {
	const handle = provider.callback();
	const door = fastify();
	door.removeAllContentTypeParsers();
	door.addContentTypeParser('*', (_request, _payload, done) => {
		done(null);
	});
	door.all('*', async ({ raw }, reply) => {
		reply.hijack();
		const { url = '' } = raw;
		// oidc-provider takes the difference of the two for the path that it is mounted below.
		const unmounted = url.startsWith(`${mountPath}/`) ? url.slice(mountPath.length) : '/';
		await handle(Object.assign(raw, { originalUrl: url, url: unmounted }), reply.raw);
	});
	return door;
}
