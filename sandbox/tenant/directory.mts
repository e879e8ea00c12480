import {
	makeAuthenticator,
	type Authenticator,
	type AuthenticatorSeed,
	type Ds100,
	type FidoAuthenticator,
} from './authenticator.mts';
import {
	directoryEvents,
	EventLog,
	type DirectoryStatus,
	type EventArrival,
	type LoggedEvent,
} from './event-log.mts';
import {
	makeHardwareToken,
	type HardwareToken,
	type HardwareTokenSeed,
} from './hardware-token.mts';
import type { components } from '../../contract/rsa-cloud-administration.types.ts';
import { makeReport, type Report, type ReportSeed, type ReportType } from './report.mts';
import { makeUser, type User } from './user.mts';

/** A change that a request made, and how to undo it. */
interface PastChange {
	/** ms since 1970. */
	readonly at: number;
	readonly undo: (directory: Directory) => void;
}

type UserEvent = components['schemas']['UserEvent'];
type AdministrationEvent = components['schemas']['AdministrationEvent'];

/** ms. As long as changes are remembered. */
const MEMORY = 60_000;

/** The users of a tenant, all that they have, and its reports: the only place where they change. */
export class Directory {
	readonly #users = new Map<string, User>();
	readonly #hardwareTokens = new Map<string, HardwareToken>();
	readonly #authenticators = new Map<string, Authenticator>();
	readonly #reports = new Map<string, Report>();
	readonly #past: PastChange[] = [];
	#userEvents = new EventLog<UserEvent>();
	#administrationEvents = new EventLog<AdministrationEvent>();
	readonly #now: () => Date;
	#revision = 0;

	constructor(now: () => Date) {
		this.#now = now;
	}

	/** The tenant's time. */
	get now(): Date {
		return this.#now();
	}

	/** Grows with every change that a request makes, and only then. */
	get revision(): number {
		return this.#revision;
	}

	/**
	 * @param milliseconds up to a minute
	 * @returns a copy of it as it was so long ago
	 */
	before(milliseconds: number): Directory {
		const earlier = new Directory(this.#now);
		this.#users.forEach((user, key) => earlier.#users.set(key, user));
		this.#hardwareTokens.forEach((token, key) => earlier.#hardwareTokens.set(key, token));
		this.#authenticators.forEach((authenticator, key) =>
			earlier.#authenticators.set(key, authenticator),
		);
		this.#reports.forEach((report, key) => earlier.#reports.set(key, report));
		earlier.#userEvents = this.#userEvents;
		earlier.#administrationEvents = this.#administrationEvents;
		const at = this.#now().getTime() - milliseconds;
		for (const change of this.#past.filter((past) => past.at > at).reverse()) change.undo(earlier);
		return earlier;
	}

	/** All users, including those who are only in the identity source so far. */
	get users(): User[] {
		return [...this.#users.values()];
	}

	addUser(seed: Partial<User>): User {
		const user = makeUser(seed);
		this.#users.set(keyOf(user.userId), user);
		return { ...user };
	}

	/** @throws when the owner named is not a user of the tenant */
	addHardwareToken(seed: HardwareTokenSeed): HardwareToken {
		const { userId } = seed;
		if (typeof userId === 'string' && !this.user(userId)) {
			throw new Error(`There is no user ${userId} to own hardware token ${seed.tokenSerialNumber}`);
		}
		const token = makeHardwareToken(seed, this.#now());
		this.#hardwareTokens.set(token.tokenSerialNumber, token);
		return { ...token };
	}

	/** @returns undefined also for a user who is only in the identity source so far */
	user(userId: string): User | undefined {
		const user = this.#users.get(keyOf(userId));
		return user && !user.unsynched ? { ...user } : undefined;
	}

	/** @returns the user as they are then */
	changeUser(user: User, change: Partial<User>): User {
		return this.#put((of) => of.#users, keyOf(user.userId), { ...user, ...change });
	}

	hardwareToken(tokenSerialNumber: string): HardwareToken | undefined {
		const token = this.#hardwareTokens.get(tokenSerialNumber);
		return token && { ...token };
	}

	hardwareTokensOf(userId: string): HardwareToken[] {
		return [...this.#hardwareTokens.values()].filter((token) => isSameUser(token.userId, userId));
	}

	/** @returns the hardware token as it is then */
	changeHardwareToken(token: HardwareToken, change: Partial<HardwareToken>): HardwareToken {
		const { tokenSerialNumber } = token;
		return this.#put((of) => of.#hardwareTokens, tokenSerialNumber, { ...token, ...change });
	}

	deleteHardwareToken({ tokenSerialNumber }: HardwareToken): void {
		this.#delete((of) => of.#hardwareTokens, tokenSerialNumber);
	}

	/** All hardware tokens, whoever has them. */
	get hardwareTokens(): HardwareToken[] {
		return [...this.#hardwareTokens.values()];
	}

	/** @throws when its user is not a user of the tenant */
	addAuthenticator(seed: AuthenticatorSeed): Authenticator {
		if (!this.user(seed.userId)) {
			throw new Error(`There is no user ${seed.userId} to have an authenticator`);
		}
		const authenticator = makeAuthenticator(seed, this.#now());
		this.#authenticators.set(authenticator.id, authenticator);
		return { ...authenticator };
	}

	authenticator(id: string): Authenticator | undefined {
		const authenticator = this.#authenticators.get(id);
		return authenticator && { ...authenticator };
	}

	authenticatorsOf(userId: string): Authenticator[] {
		return [...this.#authenticators.values()].filter((each) => isSameUser(each.userId, userId));
	}

	ds100(deviceSerialNumber: string): Ds100 | undefined {
		for (const each of this.#authenticators.values()) {
			if (each.kind === 'ds100' && each.deviceSerialNumber === deviceSerialNumber) return each;
		}
		return undefined;
	}

	/** @returns the authenticator as it is then */
	changeAuthenticator<Kind extends FidoAuthenticator | Ds100>(
		authenticator: Kind,
		change: Partial<Kind>,
	): Kind {
		const changed = { ...authenticator, ...change };
		this.#put<Authenticator>((of) => of.#authenticators, authenticator.id, changed);
		return changed;
	}

	deleteAuthenticator({ id }: Authenticator): void {
		this.#delete((of) => of.#authenticators, id);
	}

	report(reportType: ReportType): Report | undefined {
		return this.#reports.get(reportType);
	}

	addReport(seed: ReportSeed): Report {
		const report = makeReport(seed);
		this.#reports.set(report.reportType, report);
		return report;
	}

	changeReport(report: Report): void {
		this.#put((of) => of.#reports, report.reportType, report);
	}

	get userEvents(): EventLog<UserEvent> {
		return this.#userEvents;
	}

	get administrationEvents(): EventLog<AdministrationEvent> {
		return this.#administrationEvents;
	}

	/** Changes a user as a synchronization with the identity source does, and logs it. */
	synchronizeStatus(
		user: User,
		status: DirectoryStatus,
		arrival: EventArrival,
	): LoggedEvent<UserEvent> {
		this.changeUser(user, { userStatus: status === 'enabled' ? 'Enabled' : 'Disabled' });
		const entry = {
			eventType: 'USER',
			eventLevel: 'INFO',
			userId: user.emailAddress,
			...directoryEvents[status],
		};
		return this.#userEvents.add(entry, this.#now().getTime(), arrival);
	}

	#put<Entry>(entriesOf: EntriesOf<Entry>, key: string, entry: Entry): Entry {
		const before = entriesOf(this).get(key);
		if (JSON.stringify(entry) !== JSON.stringify(before)) this.#record(entriesOf, key, before);
		entriesOf(this).set(key, entry);
		return { ...entry };
	}

	#delete<Entry>(entriesOf: EntriesOf<Entry>, key: string): void {
		const before = entriesOf(this).get(key);
		if (entriesOf(this).delete(key)) this.#record(entriesOf, key, before);
	}

	#record<Entry>(entriesOf: EntriesOf<Entry>, key: string, before: Entry | undefined): void {
		this.#revision += 1;
		const at = this.#now().getTime();
		const remembered = this.#past.findIndex((past) => past.at > at - MEMORY);
		this.#past.splice(0, remembered < 0 ? this.#past.length : remembered);
		this.#past.push({
			at,
			undo(directory) {
				if (before === undefined) entriesOf(directory).delete(key);
				else entriesOf(directory).set(key, before);
			},
		});
	}
}

/** The entries of one kind in a directory. */
type EntriesOf<Entry> = (directory: Directory) => Map<string, Entry>;

/**
 * @param userId a user ID, or null where there is none
 * @param otherUserId another one
 * @returns whether they name the same user
 */
export function isSameUser(userId: string | null, otherUserId: string): boolean {
	return userId !== null && keyOf(userId) === keyOf(otherUserId);
}

/** GUIDs are the same in upper and lower case. */
function keyOf(userId: string): string {
	return userId.toLowerCase();
}
