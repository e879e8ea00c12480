import { permissions } from '../errors/permissions';
import type { Client } from '../throttle/client';
import { lookUp, type LookUpResult } from '../delivery/lookUp';
import { requestTo } from '../http/endpoints';
import { jsonObject } from '../values/jsonObject';
import { userStatusCauses } from '../errors/userStatusCauses';
import { parseEntry, type ListedToken, type OtherAuthenticator } from './listedEntry';

/** What stands among the hardware tokens in the list of a user's authenticators. */
export interface TokenList {
	/** The hardware tokens, each once. */
	readonly tokens: readonly ListedToken[];
	/** The rest, such as a DS100: RSA has calls of their own for them. */
	readonly passedOver: readonly OtherAuthenticator[];
}

/**
 * The hardware tokens of a user: the `sidTokens` of RSA's "Cloud Administration Authenticator Details API Version 2",
 * whose list has no pages. The user's phones, browsers and security keys stand in other lists of the same response.
 */
export async function listHardwareTokens(
	userId: string,
	client: Client,
): Promise<LookUpResult<TokenList>> {
	const reading = {
		request: requestTo('listAuthenticators', { path: { userId } }),
		permission: permissions.listAuthenticators,
		causes: userStatusCauses,
		unclear: "RSA's response is not a readable list of the user's hardware tokens",
		parse: (body: unknown) => parseTokenList(body, userId),
	};
	return await lookUp(reading, client);
}

/**
 * The hardware tokens in RSA's response. An entry that cannot be understood is not passed over: an item for all tokens
 * would leave one behind.
 *
 * @returns undefined if it cannot be understood, or says different things of one token
 */
export function parseTokenList(body: unknown, userId: string): TokenList | undefined {
	const listed: unknown = jsonObject(body)?.sidTokens;
	if (!Array.isArray(listed)) return undefined;
	const tokens = new Map<string, ListedToken>();
	const passedOver = new Map<string, OtherAuthenticator>();
	for (const each of listed) {
		const entry = parseEntry(each, userId);
		if (entry === undefined) return undefined;
		if (entry.kind === 'other') {
			passedOver.set(JSON.stringify(entry.authenticator), entry.authenticator);
			continue;
		}
		const { token } = entry;
		const earlier = tokens.get(token.tokenSerialNumber);
		if (earlier !== undefined && contradict(earlier, token)) return undefined;
		tokens.set(token.tokenSerialNumber, { ...earlier, ...token });
	}
	const others = [...passedOver.values()];
	const isAmbiguous = others.some(({ tokenSerialNumber = '' }) => tokens.has(tokenSerialNumber));
	return isAmbiguous ? undefined : { tokens: [...tokens.values()], passedOver: others };
}

/** Whether two entries of one token say different things of it. */
function contradict(one: ListedToken, other: ListedToken): boolean {
	return Object.keys(one).some(
		(name) => name in other && JSON.stringify(one[name]) !== JSON.stringify(other[name]),
	);
}
