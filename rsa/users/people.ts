import type { Means } from '../delivery/delivery';
import type { Read } from '../delivery/read';
import { AddressBook } from './addressBook';
import { readTokensOfUser, type ListedToken } from './tokensOfUser';
import { keyOf, type User, type UserReference } from './user';
import { readUserNamed, type LookedUp } from './userRead';

/** The users that the items of a run name: each is looked up once. */
export class People {
	private readonly lookUps = new Map<string, Promise<Read<User>>>();
	private readonly addressBook = new AddressBook();
	private readonly lists = new Map<string, Promise<Read<readonly ListedToken[]>>>();

	/** RSA's ID of a user, without a look-up where the item names it. */
	async idOf(reference: UserReference, means: Means): Promise<Read<string>> {
		if (reference.by === 'id') return { kind: 'found', thing: reference.userId };
		const read = await this.find(reference, means);
		return read.kind === 'found' ? { kind: 'found', thing: read.thing.id } : read;
	}

	/** The email address of a user whom an item names by ID: found by RSA's search, which is read once. */
	async addressOf(userId: string, means: Means): Promise<Read<string>> {
		return await this.addressBook.addressOf(userId, means);
	}

	/** The hardware tokens of a user, listed once. */
	async tokensOf(userId: string, means: Means): Promise<Read<readonly ListedToken[]>> {
		return await remembered(
			this.lists,
			userId.toLowerCase(),
			async () => await readTokensOfUser(userId, means),
		);
	}

	/** Reads a user. A read that failed is not remembered: the next item that names the user makes it again. */
	async find(named: LookedUp, means: Means): Promise<Read<User>> {
		return await remembered(
			this.lookUps,
			keyOf(named),
			async () => await readUserNamed(named, means),
		);
	}
}

async function remembered<Thing>(
	reads: Map<string, Promise<Read<Thing>>>,
	key: string,
	make: () => Promise<Read<Thing>>,
): Promise<Read<Thing>> {
	const reading = reads.get(key) ?? make();
	reads.set(key, reading);
	const read = await reading;
	if (read.kind === 'unread') reads.delete(key);
	return read;
}
