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
	isFinal: true,
};

/**
 * Finds the email address of a user by RSA's ID. RSA's API has no look-up by ID, so the pages of its search are fetched
 * until the user is found: once a run, for all of its items.
 */
export class EmailAddresses {
	private readonly pages = new UserPages('');
	/** The page that is being fetched for one of the items. */
	private inFlight: Promise<LookUpFailed | undefined> | undefined;

	/**
	 * The email address of a user. Fetches further pages as long as the item has time. Absent if the search shows all users,
	 * and this one is not among them.
	 */
	async addressOf(userId: string, client: Client): Promise<LookUpResult<string>> {
		for (;;) {
			const user = this.pages.user(userId);
			if (user !== undefined) return addressIn(user.emailAddress);
			const { end } = this.pages;
			if (end !== undefined) return end.kind === 'whole' ? { kind: 'absent' } : end;
			const failure = await this.fetchNext(client);
			if (failure !== undefined) return failure;
		}
	}

	private async fetchNext(client: Client): Promise<LookUpFailed | undefined> {
		if (!client.hasTime()) return this.pages.outOfTime();
		if (this.inFlight !== undefined) {
			// If that failed for the other item, this one fetches the page itself.
			await this.inFlight;
			return undefined;
		}
		this.inFlight = this.pages.fetchNext(client).finally(() => (this.inFlight = undefined));
		return await this.inFlight;
	}
}

function addressIn(emailAddress: unknown): LookUpResult<string> {
	if (typeof emailAddress === 'string' && isEmailAddress(emailAddress)) {
		return { kind: 'found', value: emailAddress };
	}
	return noEmailAddress;
}
