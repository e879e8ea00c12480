import type { Client } from '../throttle/client';
import type { LookUpResult } from '../delivery/lookUp';
import { EmailAddresses } from './emailAddresses';
import { listHardwareTokens, type TokenList } from '../hardwareTokens/listHardwareTokens';
import { userKey, type User, type UserReference } from './user';
import { lookUpUser, type LookedUp } from './lookUpUser';

/** The users that the items of a run name: each is looked up once. */
export class UserCache {
	private readonly lookUps = new Map<string, Promise<LookUpResult<User>>>();
	private readonly addressBook = new EmailAddresses();
	private readonly lists = new Map<string, Promise<LookUpResult<TokenList>>>();

	/** RSA's ID of a user, without a look-up where the item names it. */
	async idOf(reference: UserReference, client: Client): Promise<LookUpResult<string>> {
		if (reference.by === 'id') return { kind: 'found', value: reference.userId };
		const read = await this.find(reference, client);
		return read.kind === 'found' ? { kind: 'found', value: read.value.id } : read;
	}

	/** The email address of a user whom an item names by ID: found by RSA's search, which is read once. */
	async addressOf(userId: string, client: Client): Promise<LookUpResult<string>> {
		return await this.addressBook.addressOf(userId, client);
	}

	/** The hardware tokens of a user, listed once. */
	async tokensOf(userId: string, client: Client): Promise<LookUpResult<TokenList>> {
		return await remembered(
			this.lists,
			userId.toLowerCase(),
			async () => await listHardwareTokens(userId, client),
		);
	}

	/** Reads a user. A read that failed is not remembered: the next item that names the user makes it again. */
	async find(named: LookedUp, client: Client): Promise<LookUpResult<User>> {
		return await remembered(
			this.lookUps,
			userKey(named),
			async () => await lookUpUser(named, client),
		);
	}
}

async function remembered<Thing>(
	reads: Map<string, Promise<LookUpResult<Thing>>>,
	key: string,
	make: () => Promise<LookUpResult<Thing>>,
): Promise<LookUpResult<Thing>> {
	const reading = reads.get(key) ?? make();
	reads.set(key, reading);
	const read = await reading;
	if (read.kind === 'failed') reads.delete(key);
	return read;
}
