import { rights } from '../administration';
import type { Means } from '../delivery/delivery';
import { read, type Read } from '../delivery/read';
import { requestTo } from '../endpoints';
import { isOwner, readTokenState, type TokenState } from '../hardwareToken';
import { isSerialNumber } from '../identifiers';
import { jsonObject } from '../jsonObject';
import { causesOfUsers } from './causesOfUsers';

/** A hardware token in the list of a user's authenticators. */
export type ListedToken = TokenState & { readonly tokenSerialNumber: string };

/**
 * The hardware tokens of a user, each once: the `sidTokens` of RSA's "Cloud Administration Authenticator Details API
 * Version 2", whose list has no pages. The user's phones, browsers and security keys are left out.
 */
export async function readTokensOfUser(
	userId: string,
	means: Means,
): Promise<Read<readonly ListedToken[]>> {
	const reading = {
		request: requestTo('listAuthenticators', { path: { userId } }),
		right: rights.listAuthenticators,
		causes: causesOfUsers,
		unclear:
			"RSA's answer to the list of the user's authenticators does not show hardware tokens of this user",
		thingOf: (body: unknown) => readList(body, userId),
	};
	return await read(reading, means);
}

/** A token that cannot be read is not passed over: an item for all of them would leave it behind. */
function readList(body: unknown, userId: string): readonly ListedToken[] | undefined {
	const listed: unknown = jsonObject(body)?.sidTokens;
	if (!Array.isArray(listed)) return undefined;
	const tokens = new Map<string, ListedToken>();
	for (const entry of listed) {
		const token = readListed(entry, userId);
		if (token === undefined) return undefined;
		const earlier = tokens.get(token.tokenSerialNumber);
		if (earlier !== undefined && contradict(earlier, token)) return undefined;
		tokens.set(token.tokenSerialNumber, { ...earlier, ...token });
	}
	return [...tokens.values()];
}

function readListed(entry: unknown, userId: string): ListedToken | undefined {
	const state = readTokenState(entry);
	if (state === undefined) return undefined;
	const { tokenSerialNumber, userId: owner } = state;
	if (owner !== undefined && owner !== null && !isOwner(owner, userId)) return undefined;
	return isSerialNumber(tokenSerialNumber) ? { ...state, tokenSerialNumber } : undefined;
}

/** Whether two entries of one token say different things of it. */
function contradict(one: ListedToken, other: ListedToken): boolean {
	return Object.keys(one).some(
		(name) => name in other && JSON.stringify(one[name]) !== JSON.stringify(other[name]),
	);
}
