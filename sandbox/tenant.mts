import {
	AdministrationKeys,
	signJwt,
	type AdministrationKey,
	type JwtOverrides,
	type Role,
} from './administration-keys.mts';
import { Breaches, type Breach } from './breaches.mts';
import { basePath, ContractCheck } from './contract-check.mts';
import { Directory, type HardwareToken, type HardwareTokenSeed, type User } from './directory.mts';
import { OrderedFaults, type Fault, type FaultOrder } from './faults.mts';
import { Journal, type JournalEntry } from './journal.mts';
import { LoopbackServer } from './loopback-server.mts';
import type { OpenQuestions } from './operations/operation.mts';
import { Reception } from './reception.mts';

export type { AdministrationKey, Breach, Fault, FaultOrder, HardwareToken, HardwareTokenSeed };
export type { JournalEntry, JwtOverrides, Role, User };

/** How a tenant starts. */
export interface TenantOptions extends Partial<OpenQuestions> {
	readonly users?: ReadonlyArray<Partial<User>>;
	/** Their owners have to be among `users`. */
	readonly hardwareTokens?: readonly HardwareTokenSeed[];
	/** The tenant's clock, which JWTs are checked by. The real time by default. */
	readonly now?: () => Date;
}

/** What key to issue. */
export interface KeyOrder {
	/** Help Desk Administrator by default. */
	readonly role?: Role;
	/** The three forms in which adminRestApiUrl occurs in RSA's pages and in existing clients. */
	readonly urlEnding?: '' | '/' | '/v1';
}

let contract: Promise<ContractCheck> | undefined;

/** A simulated RSA tenant: real HTTP on 127.0.0.1, real signatures, state, faults to order. */
export class Tenant {
	readonly #breaches = new Breaches();
	readonly #directory: Directory;
	readonly #faults = new OrderedFaults();
	readonly #journal = new Journal();
	readonly #keys = new AdministrationKeys();
	readonly #now: () => Date;
	readonly #server: LoopbackServer;

	/** Use `startTenant`. */
	constructor(options: TenantOptions, check: ContractCheck) {
		const { pinSetAs = 'string', lookupHasTokenState = false } = options;
		this.#now = options.now ?? (() => new Date());
		this.#directory = new Directory(this.#now);
		const reception = new Reception({
			breaches: this.#breaches,
			contract: check,
			directory: this.#directory,
			faults: this.#faults,
			journal: this.#journal,
			keys: this.#keys,
			now: this.#now,
			openQuestions: { pinSetAs, lookupHasTokenState },
		});
		this.#server = new LoopbackServer({
			receive: (request, reply) => reception.receive(request, reply),
			failed: ({ message, statusCode = 500 }, { method, url }) => {
				const by = statusCode < 500 ? 'client' : 'sandbox';
				this.#breaches.note(by, `${method} ${url}`, [{ part: '/', reason: message }]);
			},
		});
		options.users?.forEach((user) => this.addUser(user));
		options.hardwareTokens?.forEach((token) => this.addHardwareToken(token));
	}

	/** `http://127.0.0.1:<port>` */
	get origin(): string {
		return this.#server.origin;
	}

	/** Base URL of the API, without a slash at its end. */
	get adminRestApiUrl(): string {
		return `${this.origin}${basePath}`;
	}

	/** The requests received so far, in the order of their arrival. Entries in progress still change. */
	get journal(): readonly JournalEntry[] {
		return this.#journal.entries;
	}

	/** The breaches of the contract that would make `stop` reject. */
	get breaches(): readonly Breach[] {
		return this.#breaches.untaken;
	}

	/**
	 * @param user what matters of the user; the rest is made up
	 * @returns the user, with its ID
	 */
	addUser(user: Partial<User> = {}): User {
		return this.#directory.addUser(user);
	}

	/**
	 * @param token what matters of the hardware token; with a userId it is assigned and activated
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
	 * Issues an Administration API key.
	 *
	 * @param order role and form of its URL
	 * @returns the content of the key file
	 */
	issueKey({ role = 'helpDesk', urlEnding = '' }: KeyOrder = {}): AdministrationKey {
		return this.#keys.issue(role, `${this.adminRestApiUrl}${urlEnding}`);
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
	 * Orders a fault for the next requests that fit. Orders add up; the oldest goes first.
	 *
	 * @param fault what is to go wrong
	 * @param order for how many requests, and of which operation
	 */
	order(fault: Fault, order: FaultOrder = {}): void {
		this.#faults.order(fault, order);
	}

	/** Forgets the requests received so far. */
	clearJournal(): void {
		this.#journal.clear();
	}

	/** Resolves with the next request to arrive from now on, as soon as it has arrived. */
	async nextArrival(): Promise<JournalEntry> {
		return await this.#journal.nextArrival();
	}

	/** Resolves when no request is in progress, so that the journal's entries are final. */
	async settled(): Promise<void> {
		await this.#journal.settled();
	}

	/** Takes the breaches so far, so that they do not make `stop` reject. */
	takeBreaches(): Breach[] {
		return this.#breaches.take();
	}

	/** Closes the listening socket and every connection. */
	async refuseConnections(): Promise<void> {
		await this.#server.close();
	}

	/** Listens again, on the same port. */
	async acceptConnections(): Promise<void> {
		await this.#server.open();
	}

	/**
	 * Closes everything. May be called more than once.
	 *
	 * @throws AggregateError when the contract was broken and nobody took the breaches
	 */
	async stop(): Promise<void> {
		await this.#server.stop();
		await this.#journal.settled();
		this.#breaches.assertNone();
	}
}

/**
 * Starts a simulated tenant.
 *
 * @param options users, hardware tokens, clock, and answers to what RSA's pages leave open
 * @returns the tenant, listening; the caller has to stop it
 * @throws when a hardware token's owner is not a user, or the contract is not valid
 */
export async function startTenant(options: TenantOptions = {}): Promise<Tenant> {
	contract ??= ContractCheck.load();
	const tenant = new Tenant(options, await contract);
	await tenant.acceptConnections();
	return tenant;
}
