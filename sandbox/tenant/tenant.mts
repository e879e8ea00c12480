import {
	AdministrationKeys,
	signJwt,
	type AdministrationKey,
	type JwtOverrides,
	type Role,
} from './authorization/administration-keys.mts';
import type { components } from '../../contract/rsa-cloud-administration.types.ts';
import type { Authenticator, AuthenticatorSeed } from './authenticator.mts';
import { Authorization, type AccessTokenErrorStatus } from './authorization/authorization.mts';
import { ContractViolations, type ContractViolation } from './contract-violations.mts';
import { basePath, ContractCheck } from './contract-check.mts';
import { Directory } from './directory.mts';
import type { DirectoryStatus, EventArrival, LoggedEvent } from './event-log.mts';
import { OrderedFaults, type Fault, type FaultOrder } from './faults/faults.mts';
import type { HardwareToken, HardwareTokenSeed } from './hardware-token.mts';
import { Journal, TokenRequestJournal, type JournalEntry, type TokenRequest } from './journal.mts';
import { LoopbackServer, type ServerCertificate } from './loopback-server.mts';
import type { OAuthClient, OAuthClientOrder } from './authorization/oauth-clients.mts';
import type { AccessTokenIssuing, OAuthServer } from './authorization/oauth-server.mts';
import { decisionsFor, type OpenQuestions } from './operations/operation.mts';
import { RandomFaults, type FaultShares } from './faults/random-faults.mts';
import { RateLimiter, type RateLimit } from './rate-limiter.mts';
import type { Report, ReportSeed } from './report.mts';
import { RequestHandler } from './request-handler.mts';
import type { User } from './user.mts';

export type {
	AccessTokenErrorStatus,
	AdministrationKey,
	ContractViolation,
	Fault,
	FaultOrder,
	FaultShares,
};
export type { Authenticator, AuthenticatorSeed, EventArrival, LoggedEvent, Report, ReportSeed };
export type { HardwareToken, HardwareTokenSeed, JournalEntry, JwtOverrides };
export type { OAuthClient, OAuthClientOrder, RateLimit, Role, TokenRequest, User };

type UserEvent = components['schemas']['UserEvent'];
type AdministrationEvent = components['schemas']['AdministrationEvent'];

/** Settings of a new tenant. */
export interface TenantOptions extends Partial<OpenQuestions> {
	readonly users?: ReadonlyArray<Partial<User>>;
	/** Their owners have to be among `users`. */
	readonly hardwareTokens?: readonly HardwareTokenSeed[];
	/** Phones, browsers, FIDO authenticators and DS100s. Their users have to be among `users`. */
	readonly authenticators?: readonly AuthenticatorSeed[];
	/** Reports that were generated already. */
	readonly reports?: readonly ReportSeed[];
	/**
	 * The tenant's clock, which JWTs of Administration API keys are checked by. The real time by
	 * default. Whatever it says, the OAuth server goes by the real time.
	 */
	readonly now?: () => Date;
	/** First values of the tenant's properties of these names. */
	readonly refusesAccessTokensWith?: AccessTokenErrorStatus;
	readonly responseMilliseconds?: ResponseDelay;
	readonly rateLimit?: RateLimit | undefined;
	/** With it the tenant and its OAuth server speak HTTPS. */
	readonly certificate?: ServerCertificate;
}

/** ms that a response takes: the same for all, or by the request. */
export type ResponseDelay = number | ((request: Readonly<JournalEntry>) => number);

/** The key to issue. */
export interface KeyOrder {
	/** Help Desk Administrator by default. */
	readonly role?: Role;
	/** The three forms in which adminRestApiUrl occurs in RSA's pages and in existing clients. */
	readonly urlSuffix?: '' | '/' | '/v1';
}

let contract: Promise<ContractCheck> | undefined;

/** A simulated RSA tenant: real HTTP or HTTPS on 127.0.0.1, real signatures, state, faults to order. */
export class Tenant {
	readonly #violations = new ContractViolations();
	readonly #directory: Directory;
	readonly #faults = new OrderedFaults();
	readonly #journal = new Journal();
	readonly #keys = new AdministrationKeys();
	readonly #now: () => Date;
	readonly #randomFaults = new RandomFaults();
	readonly #rateLimiter = new RateLimiter();
	readonly #server: LoopbackServer;
	readonly #tokenEndpointFaults = new OrderedFaults();
	readonly #tokenRequests = new TokenRequestJournal();
	readonly #certificate: ServerCertificate | undefined;
	#oauthServer: Promise<OAuthServer> | undefined;

	/** The lifetime of the access tokens issued from now on. An hour, which clients fall back to. */
	accessTokenLifetimeSeconds = 3600;

	/** Peculiarities of the access tokens issued from now on. None by default. */
	accessTokenIssuing: AccessTokenIssuing = {};

	/**
	 * The status code for an unknown, expired or revoked access token: RSA's page says 403 of any
	 * token, public clients of RSA's OAuth expect 401. 403 by default.
	 */
	refusesAccessTokensWith: AccessTokenErrorStatus;

	/**
	 * ms. The time that responses of the API take, errors included, for requests that arrive
	 * from now on. A request is executed at the end of it, and not at all when its client has gone
	 * away by then; under a fault that executes it (answerLost, `applied`) at its start.
	 * The time of the fault 'slow' is added. 0 by default.
	 */
	responseMilliseconds: ResponseDelay;

	/** Use `startTenant`. */
	constructor(options: TenantOptions, check: ContractCheck) {
		this.#now = options.now ?? (() => new Date());
		this.#certificate = options.certificate;
		this.refusesAccessTokensWith = options.refusesAccessTokensWith ?? 403;
		this.responseMilliseconds = options.responseMilliseconds ?? 0;
		this.rateLimit = options.rateLimit;
		this.#directory = new Directory(this.#now);
		const requestHandler = new RequestHandler({
			responseMilliseconds: (entry) =>
				typeof this.responseMilliseconds === 'number'
					? this.responseMilliseconds
					: this.responseMilliseconds(entry),
			authorization: new Authorization({
				keys: this.#keys,
				findAccessToken: async (value) => (await this.#oauthServer)?.findAccessToken(value),
				accessTokenErrorStatus: () => this.refusesAccessTokensWith,
			}),
			violations: this.#violations,
			contract: check,
			directory: this.#directory,
			faults: this.#faults,
			journal: this.#journal,
			now: this.#now,
			openQuestions: decisionsFor(options),
			randomFaults: this.#randomFaults,
			rateLimiter: this.#rateLimiter,
		});
		this.#server = new LoopbackServer({
			certificate: this.#certificate,
			receive: (request, reply) => requestHandler.handle(request, reply),
			failed: ({ message, statusCode = 500 }, { method, url }) => {
				const by = statusCode < 500 ? 'client' : 'sandbox';
				this.#violations.record(by, `${method} ${url}`, [{ part: '/', reason: message }]);
			},
		});
		options.users?.forEach((user) => this.addUser(user));
		options.hardwareTokens?.forEach((token) => this.addHardwareToken(token));
		options.authenticators?.forEach((authenticator) => this.addAuthenticator(authenticator));
		options.reports?.forEach((report) => this.addReport(report));
	}

	/** `http://127.0.0.1:<port>`, or `https://…` where it has a certificate. */
	get origin(): string {
		return this.#server.origin;
	}

	/** Base URL of the API, without a slash at its end. */
	get adminRestApiUrl(): string {
		return `${this.origin}${basePath}`;
	}

	/**
	 * The rate limit of the API: a token bucket with room for a second's worth. A request above
	 * the limit gets a 429 before anything else; no fault hits it, and it changes nothing. A new
	 * limit finds the bucket as the old one left it, cut to the new size, and full where there was none.
	 * undefined, the default, is no limit.
	 *
	 * @throws RangeError on a limit whose `perSecond` is no number from 0 on
	 */
	get rateLimit(): RateLimit | undefined {
		return this.#rateLimiter.limit;
	}

	set rateLimit(limit: RateLimit | undefined) {
		this.#rateLimiter.limit = limit;
	}

	/** The requests received so far, in the order of their arrival. Entries in progress still change. */
	get journal(): readonly JournalEntry[] {
		return this.#journal.entries;
	}

	/** The requests received so far by the OAuth server, in the order of their arrival. */
	get tokenRequests(): readonly TokenRequest[] {
		return this.#tokenRequests.entries;
	}

	/** The violations of the contract that would make `stop` reject. */
	get breaches(): readonly ContractViolation[] {
		return this.#violations.untaken;
	}

	/**
	 * @param user the properties that matter; the rest is made up
	 * @returns the user, with its ID
	 */
	addUser(user: Partial<User> = {}): User {
		return this.#directory.addUser(user);
	}

	/**
	 * @param userId which user
	 * @returns a copy of what the tenant knows of them
	 * @throws when there is none with this ID, or they are only in the identity source so far
	 */
	user(userId: string): User {
		const user = this.#directory.user(userId);
		if (!user) throw new Error(`There is no user ${userId}`);
		return user;
	}

	/**
	 * @param token the properties that matter; with a userId it is assigned and activated
	 * @returns a copy of its state
	 * @throws when the owner is not a user of the tenant
	 */
	addHardwareToken(token: HardwareTokenSeed): HardwareToken {
		return this.#directory.addHardwareToken(token);
	}

	/**
	 * @param tokenSerialNumber which hardware token
	 * @returns a copy of its state
	 * @throws when there is none with this serial number
	 */
	hardwareToken(tokenSerialNumber: string): HardwareToken {
		const token = this.#directory.hardwareToken(tokenSerialNumber);
		if (!token) throw new Error(`There is no hardware token ${tokenSerialNumber}`);
		return token;
	}

	/**
	 * @param authenticator what matters of the authenticator
	 * @returns a copy of its state, with its ID
	 * @throws when its user is not a user of the tenant
	 */
	addAuthenticator(authenticator: AuthenticatorSeed): Authenticator {
		return this.#directory.addAuthenticator(authenticator);
	}

	/**
	 * @param userId which user
	 * @returns copies of the states of all authenticators that the user has, hardware tokens apart
	 */
	authenticatorsOf(userId: string): Authenticator[] {
		return this.#directory.authenticatorsOf(userId);
	}

	/**
	 * @param report a report that was generated at some time
	 * @returns the report
	 */
	addReport(report: ReportSeed): Report {
		return this.#directory.addReport(report);
	}

	/**
	 * Lets a synchronization find a user disabled, missing or enabled again in the identity source, and logs it.
	 *
	 * @param userId which user
	 * @param status what it finds
	 * @param arrival when the event comes into the log
	 * @returns the event
	 * @throws when there is no such user
	 */
	directoryFinds(
		userId: string,
		status: DirectoryStatus,
		arrival: EventArrival = {},
	): LoggedEvent<UserEvent> {
		return this.#directory.synchronizeStatus(this.user(userId), status, arrival);
	}

	/** Adds an event of any kind to the user event log. */
	logUserEvent(entry: UserEvent, arrival: EventArrival = {}): LoggedEvent<UserEvent> {
		return this.#directory.userEvents.add(entry, this.#now().getTime(), arrival);
	}

	/** Adds an event of any kind to the administration event log. */
	logAdministrationEvent(
		entry: AdministrationEvent,
		arrival: EventArrival = {},
	): LoggedEvent<AdministrationEvent> {
		return this.#directory.administrationEvents.add(entry, this.#now().getTime(), arrival);
	}

	/** The user events so far, also those that come into the log later. */
	get userEvents(): ReadonlyArray<LoggedEvent<UserEvent>> {
		return this.#directory.userEvents.events;
	}

	/** Takes user events out of the log that are older than this, as RSA does after 40 days. */
	purgeUserEvents(before: Date): void {
		this.#directory.userEvents.purge(before.getTime());
	}

	/**
	 * Issues an Administration API key.
	 *
	 * @param order role and form of its URL
	 * @returns the content of the key file
	 */
	issueKey({ role = 'helpDesk', urlSuffix = '' }: KeyOrder = {}): AdministrationKey {
		return this.#keys.issue(role, `${this.adminRestApiUrl}${urlSuffix}`);
	}

	/**
	 * Signs a JWT as a client would, issued now by the tenant's clock.
	 *
	 * @param key the key file's content
	 * @param overrides deviations, for negative tests
	 * @returns the JWT
	 */
	async signJwt(key: AdministrationKey, overrides: JwtOverrides = {}): Promise<string> {
		return await signJwt(key, this.#now(), overrides);
	}

	/**
	 * Issues an OAuth client. The first one starts the OAuth server.
	 *
	 * @param order key type, scopes, kid
	 * @returns the data that RSA's console hands out
	 * @throws when there is no scope
	 */
	async issueOAuthClient(order: OAuthClientOrder): Promise<OAuthClient> {
		this.#oauthServer ??= this.#startOAuthServer();
		return await (await this.#oauthServer).issueClient(order);
	}

	/** Makes the API reject all access tokens issued so far. */
	async revokeAccessTokens(): Promise<void> {
		(await this.#oauthServer)?.revokeAccessTokens();
	}

	/**
	 * Orders a fault for the next requests to the token endpoint, as `order` does for the API.
	 *
	 * @param fault the fault; to execute a request is to issue the access token
	 * @param order for how many requests
	 */
	orderAtTokenEndpoint(fault: Fault, order: Pick<FaultOrder, 'times'> = {}): void {
		this.#tokenEndpointFaults.order(fault, order);
	}

	/**
	 * Orders a fault for the next requests that fit. Orders add up; the oldest goes first.
	 *
	 * @param fault the fault
	 * @param order for how many requests, and of which operation
	 */
	order(fault: Fault, order: FaultOrder = {}): void {
		this.#faults.order(fault, order);
	}

	/** Forgets the ordered faults that no request has met yet, those at the token endpoint too. */
	forgetOrders(): void {
		this.#faults.clear();
		this.#tokenEndpointFaults.clear();
	}

	/**
	 * Lets faults hit requests at random: changes, and look-ups too if the shares say so. It replaces
	 * the shares given before; `disturb({})` ends it. Ordered faults go first.
	 *
	 * @param shares the share of the requests that each kind of fault hits
	 * @param seed the same seed hits the same requests, counted from now on in order of their arrival
	 * @throws RangeError when the shares, each or together, are not from 0 to 1
	 */
	disturb(shares: FaultShares, seed = 1): void {
		this.#randomFaults.disturb(shares, seed);
	}

	/** Forgets the requests received so far, those to the OAuth server too. */
	clearJournal(): void {
		this.#journal.clear();
		this.#tokenRequests.clear();
	}

	/** Resolves with the next request to arrive from now on, as soon as it has arrived. */
	async nextArrival(): Promise<JournalEntry> {
		return await this.#journal.nextArrival();
	}

	/** As `nextArrival`, of the requests to the OAuth server. */
	async nextTokenRequest(): Promise<TokenRequest> {
		return await this.#tokenRequests.nextArrival();
	}

	/** Resolves when no request is in progress, so that the journals' entries are final. */
	async settled(): Promise<void> {
		await Promise.all([this.#journal.settled(), this.#tokenRequests.settled()]);
	}

	/** Takes the violations so far, so that they do not make `stop` reject. */
	takeBreaches(): ContractViolation[] {
		return this.#violations.take();
	}

	/** Closes the listening socket and every connection. */
	async refuseConnections(): Promise<void> {
		await this.#server.close();
	}

	/** Listens again, on the same port. */
	async acceptConnections(): Promise<void> {
		await this.#server.open();
	}

	/** As `refuseConnections`, of the OAuth server. */
	async stopTokenEndpoint(): Promise<void> {
		await (await this.#oauthServer)?.refuseConnections();
	}

	/** As `acceptConnections`, of the OAuth server. */
	async startTokenEndpoint(): Promise<void> {
		await (await this.#oauthServer)?.acceptConnections();
	}

	/**
	 * Closes everything. May be called more than once.
	 *
	 * @throws AggregateError when the contract was violated and no test took the violations
	 */
	async stop(): Promise<void> {
		await this.#server.stop();
		await (await this.#oauthServer)?.stop();
		await this.settled();
		this.#violations.assertNone();
	}

	async #startOAuthServer(): Promise<OAuthServer> {
		// Only now, so that tenants without OAuth do not wait for oidc-provider to load.
		const { OAuthServer } = await import('./authorization/oauth-server.mts');
		return await OAuthServer.start({
			accessTokenLifetimeSeconds: () => this.accessTokenLifetimeSeconds,
			issuing: () => this.accessTokenIssuing,
			certificate: this.#certificate,
			faults: this.#tokenEndpointFaults,
			journal: this.#tokenRequests,
			now: this.#now,
			failed: ({ message }, request) => {
				this.#violations.record('sandbox', request, [{ part: '/', reason: message }]);
			},
		});
	}
}

/**
 * Starts a simulated tenant.
 *
 * @param options users, what they have, reports, clock, and decisions on what RSA's pages leave open
 * @returns the tenant, listening; the caller has to stop it
 * @throws when a hardware token's owner is not a user, or the contract is not valid
 */
export async function startTenant(options: TenantOptions = {}): Promise<Tenant> {
	contract ??= ContractCheck.load();
	const tenant = new Tenant(options, await contract);
	await tenant.acceptConnections();
	return tenant;
}
