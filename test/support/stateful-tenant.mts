import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import type { HttpResponse } from '../../rsa/http/response.ts';

export interface TokenRecord {
	/** null if unassigned. */
	readonly owner: string | null;
	readonly pinSet: boolean;
}

/** The changes by the last word of their paths. */
export type ChangeName = 'clearPin' | 'unassign';

const CHANGE = /^\/v[12]\/users\/([^/]+)\/sidTokens\/(clearPin|unassign)$/;

/** The change that a request makes, and the user of the token; undefined for a look-up. */
export function changeRequestedBy({
	path,
}: RsaRequest): { user: string; name: ChangeName } | undefined {
	const [, user, name] = CHANGE.exec(path) ?? [];
	if (user === undefined) return undefined;
	return { user: user.toLowerCase(), name: name === 'unassign' ? 'unassign' : 'clearPin' };
}

/** The hardware token that a request is about. */
export function serialNumberOf({ body }: RsaRequest): string {
	return String(body?.tokenSerialNumber);
}

const respondWith = (status: number, body: unknown): HttpResponse => ({
	status,
	headers: {},
	body,
});
const notFound = (what: string) =>
	respondWith(404, { code: '404 NOT_FOUND', description: `${what} not found` });

/** A tenant with tokens and users that executes requests as RSA documents them. */
export class StatefulTenant {
	readonly #tokens: Map<string, TokenRecord>;

	/** @param tellsPinOfNobodys whether a look-up shows the PIN of an unassigned token, which RSA leaves open */
	constructor(
		tokens: ReadonlyMap<string, TokenRecord>,
		private readonly users: readonly string[],
		private readonly tellsPinOfNobodys: boolean,
	) {
		this.#tokens = new Map(tokens);
	}

	token(serialNumber: string): TokenRecord | undefined {
		return this.#tokens.get(serialNumber);
	}

	/** An administrator gives the token to a user, who sets a PIN. */
	assign(serialNumber: string, owner: string): void {
		if (this.#tokens.has(serialNumber)) this.#tokens.set(serialNumber, { owner, pinSet: true });
	}

	/** Executes a request. */
	execute(request: RsaRequest): HttpResponse {
		const serialNumber = serialNumberOf(request);
		const token = this.#tokens.get(serialNumber);
		const change = changeRequestedBy(request);
		if (change !== undefined && !this.users.includes(change.user)) return notFound('User');
		if (token === undefined) return notFound('Token');
		if (change === undefined) return this.#lookup(serialNumber, token);
		if (token.owner !== change.user) return this.#conflict(token);
		return this.#change(serialNumber, change.name, token);
	}

	#lookup(tokenSerialNumber: string, { owner, pinSet }: TokenRecord): HttpResponse {
		const showsPin = owner !== null || this.tellsPinOfNobodys;
		return respondWith(200, {
			deviceType: 'SID700',
			tokenSerialNumber,
			userId: owner,
			pinSet: showsPin ? pinSet : null,
		});
	}

	/** In words that name another user: the worst case of RSA's words. */
	#conflict({ owner }: TokenRecord): HttpResponse {
		const description = `Token is assigned to ${owner ?? 'nobody'}`;
		return respondWith(409, { code: '409 CONFLICT', description });
	}

	#change(tokenSerialNumber: string, name: ChangeName, token: TokenRecord): HttpResponse {
		if (name === 'unassign') {
			this.#tokens.set(tokenSerialNumber, { ...token, owner: null });
			return respondWith(200, { tokenSerialNumber, tokenState: 'Unassigned' });
		}
		this.#tokens.set(tokenSerialNumber, { ...token, pinSet: false });
		return respondWith(200, { userId: token.owner, tokenSerialNumber, pinSet: 'false' });
	}
}
