import type { Client } from '../throttle/client';
import type { LookUpResult } from '../delivery/lookUp';
import { isNotAttempted } from '../errors/failure';
import { EmailAddresses } from './emailAddresses';
import { listHardwareTokens, type TokenList } from '../hardwareTokens/listHardwareTokens';
import { lookUpUser } from './lookUpUser';
import { userKey, type LookedUp, type User, type UserReference } from './user';

/** The users that the items of a run name: each is looked up once. */
export class UserCache {
	private readonly lookUps = new Map<string, Promise<LookUpResult<User>>>();
	/** The email addresses of the users whom items name by ID: found by RSA's search, which is read once. */
	readonly emailAddresses = new EmailAddresses();
	private readonly lists = new Map<string, Promise<LookUpResult<TokenList>>>();

	/** RSA's ID of a user, without a look-up where the item names it. */
	async idOf(reference: UserReference, client: Client): Promise<LookUpResult<string>> {
		if (reference.by === 'id') return { kind: 'found', value: reference.value };
		const read = await this.find(reference, client);
		return read.kind === 'found' ? { kind: 'found', value: read.value.id } : read;
	}

	/** The hardware tokens of a user, listed once. */
	async tokensOf(userId: string, client: Client): Promise<LookUpResult<TokenList>> {
		const list = async () => await listHardwareTokens(userId, client);
		return await remembered(this.lists, userId.toLowerCase(), list);
	}

	/** Reads a user. A read that failed is not remembered: the next item that names the user makes it again. */
	async find(named: LookedUp, client: Client): Promise<LookUpResult<User>> {
		const lookUp = async () => await lookUpUser(named, client);
		return await remembered(this.lookUps, userKey(named), lookUp);
	}
}

async function remembered<Value>(
	reads: Map<string, Promise<LookUpResult<Value>>>,
	key: string,
	make: () => Promise<LookUpResult<Value>>,
): Promise<LookUpResult<Value>> {
	for (let shared = reads.get(key); shared !== undefined; shared = reads.get(key)) {
		const read = await shared;
		// Where the time of the other item was over, this one may still have some.
		if (!isOutOfTime(read)) return read;
	}
	const reading = make();
	reads.set(key, reading);
	const read = await reading;
	if (read.kind === 'failed') reads.delete(key);
	return read;
}

function isOutOfTime(read: LookUpResult<unknown>): boolean {
	return read.kind === 'failed' && isNotAttempted(read.failure.cause);
}
