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
	/** Email addresses of users whom items name by ID. */
	readonly emailAddresses = new EmailAddresses();
	private readonly lists = new Map<string, Promise<LookUpResult<TokenList>>>();

	/** RSA's ID of a user; looked up unless the item names the user by ID. */
	async idOf(reference: UserReference, client: Client): Promise<LookUpResult<string>> {
		if (reference.by === 'id') return { kind: 'found', value: reference.value };
		const result = await this.find(reference, client);
		return result.kind === 'found' ? { kind: 'found', value: result.value.id } : result;
	}

	/** The hardware tokens of a user, listed once. */
	async tokensOf(userId: string, client: Client): Promise<LookUpResult<TokenList>> {
		const list = async () => await listHardwareTokens(userId, client);
		return await cached(this.lists, userId.toLowerCase(), list);
	}

	/** Looks a user up. A look-up that failed is not cached: the next item that names the user makes it again. */
	async find(named: LookedUp, client: Client): Promise<LookUpResult<User>> {
		const lookUp = async () => await lookUpUser(named, client);
		return await cached(this.lookUps, userKey(named), lookUp);
	}
}

async function cached<Value>(
	lookUps: Map<string, Promise<LookUpResult<Value>>>,
	key: string,
	lookUp: () => Promise<LookUpResult<Value>>,
): Promise<LookUpResult<Value>> {
	for (let shared = lookUps.get(key); shared !== undefined; shared = lookUps.get(key)) {
		const result = await shared;
		// If the time of the other item was over, this one may still have some.
		if (!isOutOfTime(result)) return result;
	}
	const inFlight = lookUp();
	lookUps.set(key, inFlight);
	const result = await inFlight;
	if (result.kind === 'failed') lookUps.delete(key);
	return result;
}

function isOutOfTime(result: LookUpResult<unknown>): boolean {
	return result.kind === 'failed' && isNotAttempted(result.failure.cause);
}
