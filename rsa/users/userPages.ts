import type { Client } from '../throttle/client';
import type { LookUpFailed } from '../delivery/lookUp';
import type { User } from './user';
import { fetchUserPage, type UserPage } from './userPage';

/** How a search ended: with all users, or with a list that contradicts itself. */
type End = { readonly kind: 'whole' } | LookUpFailed;

const WHOLE: End = { kind: 'whole' };

const DAMAGED_ADVICE =
	'Run this item again: the list may have changed while it was read. If this continues, check whether a proxy answers in place of RSA.';
const OUT_OF_TIME_ADVICE =
	"Increase the options 'Item Deadline (Seconds)' and 'Run Deadline (Seconds)'. To search, enter a longer part of the email address; for any other operation, give the user's email address instead of the ID.";

/** The users of a search, fetched page by page, each once. A list that contradicts itself never counts as complete. */
export class UserPages {
	/** Undefined as long as there may be further pages. */
	end: End | undefined;
	private readonly found = new Map<string, User>();
	private pageNumber = 0;
	/** Number of entries so far, repeated ones included. */
	private received = 0;
	/** Highest number of users that a page announced. A lower one later may mean that users moved to an earlier page. */
	private announced: number | undefined;

	/** @param emailLike text that the email addresses of the users contain */
	constructor(private readonly emailLike: string) {}

	/** Number of distinct users so far. */
	get count(): number {
		return this.found.size;
	}

	/** The users so far, in their order. */
	users(): readonly User[] {
		return [...this.found.values()];
	}

	/** One of the users so far; undefined if it is not among them. */
	user(userId: string): User | undefined {
		return this.found.get(userId.toLowerCase());
	}

	/** Fetches the next page. @returns undefined if that succeeded, else why not: a later call may succeed */
	async fetchNext(client: Client): Promise<LookUpFailed | undefined> {
		if (!client.hasTime()) return this.outOfTime();
		const page = await fetchUserPage(this.emailLike, this.pageNumber, client);
		switch (page.kind) {
			case 'failed':
				return page;
			case 'absent':
				this.end = this.pageNumber === 0 ? WHOLE : this.damaged();
				return undefined;
			case 'found':
				this.end = this.endAfter(page.value, this.add(page.value));
				this.pageNumber += 1;
				return undefined;
		}
	}

	/** @returns number of users that the page adds */
	private add({ users, totalElements }: UserPage): number {
		const before = this.found.size;
		for (const user of users) {
			const id = user.id.toLowerCase();
			if (!this.found.has(id)) this.found.set(id, user);
		}
		this.received += users.length;
		if (totalElements !== undefined) {
			this.announced = Math.max(this.announced ?? 0, totalElements);
		}
		return this.found.size - before;
	}

	private endAfter({ users, totalPages }: UserPage, added: number): End | undefined {
		if (totalPages === undefined || (totalPages === 0 && users.length > 0)) return this.damaged();
		if (this.pageNumber + 1 < totalPages) return added === 0 ? this.damaged() : undefined;
		return this.found.size < (this.announced ?? this.received) ? this.damaged() : WHOLE;
	}

	private damaged(): LookUpFailed {
		const repeats = this.received > this.found.size;
		const all = this.announced ?? (repeats ? this.received : 'an unknown number of');
		const reason = `RSA's list shows ${this.found.size} of ${all} users`;
		return { ...notWhole(reason, DAMAGED_ADVICE), isFinal: true };
	}

	/** The failure if the time is over before the last page. */
	outOfTime(): LookUpFailed {
		const whole = this.announced === undefined ? '' : ` of ${this.announced}`;
		return notWhole(
			`the time for the item or the run ended after ${this.found.size}${whole} users`,
			OUT_OF_TIME_ADVICE,
		);
	}
}

function notWhole(reason: string, advice: string): LookUpFailed {
	return { kind: 'failed', failure: { cause: 'unclear', reason, advice }, reason };
}

/**
 * The users whose email address contains a text, sorted by email address, each once.
 *
 * @param limit maximum number of users
 * @returns all of them, or the first ones up to the limit; never an incomplete list
 */
export async function searchUsers(
	emailLike: string,
	limit: number,
	client: Client,
): Promise<{ readonly kind: 'found'; readonly value: readonly User[] } | LookUpFailed> {
	const pages = new UserPages(emailLike);
	while (pages.count < limit && pages.end === undefined) {
		const failure = await pages.fetchNext(client);
		if (failure !== undefined) return failure;
	}
	if (pages.count < limit && pages.end?.kind === 'failed') return pages.end;
	return { kind: 'found', value: pages.users().slice(0, limit) };
}
