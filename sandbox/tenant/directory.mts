import { makeDs100, type Ds100, type Ds100Seed } from './ds100.mts';
import {
	makeHardwareToken,
	type HardwareToken,
	type HardwareTokenSeed,
} from './hardware-token.mts';
import { makeUser, type User } from './user.mts';

/** A change that a request made, and how to undo it. */
interface PastChange {
	/** ms since 1970. */
	readonly at: number;
	readonly undo: (directory: Directory) => void;
}

/** ms. As long as changes are remembered. */
const MEMORY = 60_000;

/** The users and hardware tokens of a tenant, and the only place where they change. */
export class Directory {
	readonly #users = new Map<string, User>();
	readonly #hardwareTokens = new Map<string, HardwareToken>();
	readonly #ds100s: Ds100[] = [];
	readonly #past: PastChange[] = [];
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
		earlier.#ds100s.push(...this.#ds100s);
		const at = this.#now().getTime() - milliseconds;
		for (const change of this.#past.filter((past) => past.at > at).reverse()) change.undo(earlier);
		return earlier;
	}

	/** Everybody, those too who are only in the identity source so far. */
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

	addDs100(seed: Ds100Seed): Ds100 {
		const ds100 = makeDs100(seed, this.#now());
		this.#ds100s.push(ds100);
		return { ...ds100 };
	}

	ds100sOf(userId: string): Ds100[] {
		return this.#ds100s.filter((ds100) => isSameUser(ds100.userId, userId));
	}

	/** @returns undefined for somebody too who is only in the identity source so far */
	user(userId: string): User | undefined {
		const user = this.#users.get(keyOf(userId));
		return user && !user.unsynched ? { ...user } : undefined;
	}

	/** @returns the user as they are then */
	changeUser(user: User, change: Partial<User>): User {
		return this.#put((of) => of.#users, keyOf(user.userId), { ...user, ...change });
	}

	deleteUser({ userId }: User): void {
		this.#delete((of) => of.#users, keyOf(userId));
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

	#put<Entry>(entriesOf: EntriesOf<Entry>, key: string, entry: Entry): Entry {
		const before = entriesOf(this).get(key);
		if (JSON.stringify(entry) !== JSON.stringify(before)) this.#note(entriesOf, key, before);
		entriesOf(this).set(key, entry);
		return { ...entry };
	}

	#delete<Entry>(entriesOf: EntriesOf<Entry>, key: string): void {
		const before = entriesOf(this).get(key);
		if (entriesOf(this).delete(key)) this.#note(entriesOf, key, before);
	}

	#note<Entry>(entriesOf: EntriesOf<Entry>, key: string, before: Entry | undefined): void {
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

/** The users or the hardware tokens of a directory. */
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
