import type { Means } from '../delivery/delivery';
import type { Read, Unread } from '../delivery/read';
import { isNotAttempted, type Failure } from '../failure';
import { keyOf, type User, type UserReference } from './user';
import { readUserNamed, type LookedUp } from './userRead';

/** The users that the items of a run name: each is looked up once. */
export class People {
	private readonly lookUps = new Map<string, Promise<Read<User>>>();

	/** RSA's ID of a user, without a look-up where the item names it. */
	async idOf(reference: UserReference, means: Means): Promise<Read<string>> {
		if (reference.by === 'id') return { kind: 'found', thing: reference.userId };
		const read = await this.find(reference, means);
		return read.kind === 'found' ? { kind: 'found', thing: read.thing.id } : read;
	}

	/** A look-up that failed is not remembered: the next item that names the user makes it again. */
	async find(named: LookedUp, means: Means): Promise<Read<User>> {
		const key = keyOf(named);
		const lookUp = this.lookUps.get(key) ?? readUserNamed(named, means);
		this.lookUps.set(key, lookUp);
		const read = await lookUp;
		if (read.kind === 'unread') this.lookUps.delete(key);
		return read;
	}
}

/** Why a change was not begun whose user could not be looked up. */
export function userNotLookedUp({ failure, reason }: Unread): Failure {
	return isNotAttempted(failure.cause)
		? failure
		: { ...failure, cause: 'userLookUpFailed', reason };
}
