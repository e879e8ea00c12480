import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import type { HttpResponse } from '../../rsa/http/response.ts';

/** A user's record. */
export interface UserRecord {
	readonly userStatus: 'Enabled' | 'Disabled';
	readonly markDeleted: boolean;
}

/** A user as the tenant knows them; undefined if it does not. */
export type KnownUser = UserRecord | undefined;

const respondWith = (status: number, body: unknown): HttpResponse => ({
	status,
	headers: {},
	body,
});
const notFound = respondWith(404, { code: '404 NOT_FOUND', description: 'User not found' });
const conflict = respondWith(409, {
	code: '409 CONFLICT',
	description: 'The user is in another state',
});

/** A tenant with users, whose look-ups may lag behind its changes. */
export class UserTenant {
	readonly #states = new Map<string, Array<{ readonly at: number; readonly user: KnownUser }>>();

	/** @param lag ms that look-ups lag behind */
	constructor(
		users: ReadonlyMap<string, KnownUser>,
		private readonly lag: number,
		private readonly refusesRepeatedStatus: boolean,
	) {
		users.forEach((user, id) => this.#states.set(id, [{ at: Number.NEGATIVE_INFINITY, user }]));
	}

	/** The current state of a user. */
	user(id: string): KnownUser {
		return this.#states.get(id)?.at(-1)?.user;
	}

	/** The states that a user has had, in their order. */
	history(id: string): readonly KnownUser[] {
		return (this.#states.get(id) ?? []).map(({ user }) => user);
	}

	/** Executes a request. */
	answer({ method, path, body, query }: RsaRequest, now: number): HttpResponse {
		if (path.endsWith('/users/lookup')) return this.#lookUp(String(body?.email), now);
		if (path.endsWith('/users/search')) return this.#search(Number(query?.pageNumber), now);
		const [, id = ''] = /\/users\/([^/]+)/.exec(path) ?? [];
		if (path.endsWith('/devices'))
			return this.#shown(id, now) ? respondWith(200, { sidTokens: [] }) : notFound;
		const user = this.user(id);
		if (user === undefined) return notFound;
		if (method === 'DELETE') return this.#delete(id, user, now);
		return typeof body?.markDeleted === 'boolean'
			? this.#mark(id, user, body.markDeleted, now)
			: this.#setStatus(id, user, body?.userStatus === 'Enabled' ? 'Enabled' : 'Disabled', now);
	}

	#shown(id: string, now: number): KnownUser {
		return this.#states.get(id)?.findLast(({ at }) => at <= now - this.lag)?.user;
	}

	#record(id: string, now: number): object[] {
		const user = this.#shown(id, now);
		return user === undefined ? [] : [{ id, emailAddress: emailOf(id), ...user }];
	}

	#lookUp(email: string, now: number): HttpResponse {
		const [record] = [...this.#states.keys()]
			.filter((id) => emailOf(id) === email)
			.flatMap((id) => this.#record(id, now));
		return record === undefined ? notFound : respondWith(200, record);
	}

	/** One user a page. */
	#search(pageNumber: number, now: number): HttpResponse {
		const all = [...this.#states.keys()].flatMap((id) => this.#record(id, now));
		const elements = all.slice(pageNumber, pageNumber + 1);
		return respondWith(200, { elements, totalPages: all.length, totalElements: all.length });
	}

	#delete(id: string, { userStatus, markDeleted }: UserRecord, now: number): HttpResponse {
		if (userStatus === 'Enabled' || markDeleted) return conflict;
		this.#set(id, undefined, now);
		return respondWith(200, '');
	}

	#mark(id: string, user: UserRecord, markDeleted: boolean, now: number): HttpResponse {
		if (user.markDeleted === markDeleted) return conflict;
		if (markDeleted && user.userStatus === 'Enabled') return conflict;
		this.#set(id, { ...user, markDeleted }, now);
		return respondWith(200, { id, markDeleted: String(markDeleted) });
	}

	#setStatus(
		id: string,
		user: UserRecord,
		userStatus: UserRecord['userStatus'],
		now: number,
	): HttpResponse {
		if (user.markDeleted) return conflict;
		if (user.userStatus !== userStatus) this.#set(id, { ...user, userStatus }, now);
		else if (this.refusesRepeatedStatus) return conflict;
		return respondWith(200, { id, userStatus });
	}

	#set(id: string, user: KnownUser, at: number): void {
		this.#states.get(id)?.push({ at, user });
	}
}

/** The email address of a user. */
export function emailOf(id: string): string {
	return `${id.slice(0, 8)}@example.com`;
}
