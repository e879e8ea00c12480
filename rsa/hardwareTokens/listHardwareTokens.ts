import { permissions } from '../errors/permissions';
import type { Client } from '../throttle/client';
import { lookUp, type LookUpResult } from '../delivery/lookUp';
import { requestTo } from '../http/endpoints';
import { isOwner, parseTokenState, type TokenState } from './hardwareToken';
import { isSerialNumber } from '../values/identifiers';
import { jsonObject } from '../values/jsonObject';
import { userCauses } from '../errors/userCauses';

/** A hardware token in the list of a user's authenticators. */
export type ListedToken = TokenState & { readonly tokenSerialNumber: string };

/**
 * The hardware tokens of a user, each once: the `sidTokens` of RSA's "Cloud Administration Authenticator Details API
 * Version 2", whose list has no pages. The user's phones, browsers and security keys are left out.
 */
export async function listHardwareTokens(
	userId: string,
	client: Client,
): Promise<LookUpResult<readonly ListedToken[]>> {
	const reading = {
		request: requestTo('listAuthenticators', { path: { userId } }),
		permission: permissions.listAuthenticators,
		causes: userCauses,
		unclear:
			"RSA's answer to the list of the user's authenticators does not show hardware tokens of this user",
		parse: (body: unknown) => parseList(body, userId),
	};
	return await lookUp(reading, client);
}

/** A token that cannot be read is not passed over: an item for all of them would leave it behind. */
function parseList(body: unknown, userId: string): readonly ListedToken[] | undefined {
	const listed: unknown = jsonObject(body)?.sidTokens;
	if (!Array.isArray(listed)) return undefined;
	const tokens = new Map<string, ListedToken>();
	for (const entry of listed) {
		const token = parseEntry(entry, userId);
		if (token === undefined) return undefined;
		const earlier = tokens.get(token.tokenSerialNumber);
		if (earlier !== undefined && contradict(earlier, token)) return undefined;
		tokens.set(token.tokenSerialNumber, { ...earlier, ...token });
	}
	return [...tokens.values()];
}

function parseEntry(entry: unknown, userId: string): ListedToken | undefined {
	const state = parseTokenState(entry);
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
