import type { Client } from '../throttle/client';
import type { LookUpResult, LookUpFailed } from '../delivery/lookUp';
import { isEmailAddress } from '../values/identifiers';
import { UserPages } from './userPages';

const NO_ADDRESS = 'RSA shows no email address for this user';
const ADD_ONE =
	'Add an email address to the user in the identity source. Most operations also find the user by username.';

/** Where a user's email address is needed, and RSA shows none. */
export const noEmailAddress: LookUpFailed = {
	kind: 'failed',
	failure: { cause: 'unclear', reason: NO_ADDRESS, advice: ADD_ONE },
	reason: NO_ADDRESS,
};

/**
 * Finds the email address of a user by RSA's ID. RSA's API shows no user by ID, so that its search is read page by
 * page until the user comes: once a run, for all of its items.
 */
export class EmailAddresses {
	private readonly pages = new UserPages('');
	/** A page that is being read for one of the items. */
	private reading: Promise<LookUpFailed | undefined> | undefined;

	/** Reads on as long as the item has time. Absent where the search shows all users, and this one is not among them. */
	async addressOf(userId: string, client: Client): Promise<LookUpResult<string>> {
		for (;;) {
			const user = this.pages.user(userId);
			if (user !== undefined) return addressIn(user.emailAddress);
			const { end } = this.pages;
			if (end !== undefined) return end.kind === 'whole' ? { kind: 'absent' } : end;
			const failure = await this.readOn(client);
			if (failure !== undefined) return failure;
		}
	}

	private async readOn(client: Client): Promise<LookUpFailed | undefined> {
		if (!client.hasTime()) return this.pages.outOfTime();
		if (this.reading !== undefined) {
			// Where it did not succeed for the other item, this one tries it itself.
			await this.reading;
			return undefined;
		}
		this.reading = this.pages.readNext(client).finally(() => (this.reading = undefined));
		return await this.reading;
	}
}

function addressIn(emailAddress: unknown): LookUpResult<string> {
	if (typeof emailAddress === 'string' && isEmailAddress(emailAddress)) {
		return { kind: 'found', value: emailAddress };
	}
	return noEmailAddress;
}
