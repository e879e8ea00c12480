import { permissions } from '../errors/permissions';
import type { Client } from '../throttle/client';
import { lookUp, type LookUpResult } from '../delivery/lookUp';
import { requestTo } from '../http/endpoints';
import { jsonObject, type JsonObject } from '../values/jsonObject';
import { userStatusCauses } from '../errors/userStatusCauses';
import {
	isHardwareTokenType,
	parseEntry,
	type ListedToken,
	type OtherAuthenticator,
} from './listedEntry';

/** The `sidTokens` in RSA's list of a user's authenticators. */
export interface TokenList {
	/** The hardware tokens, each once. */
	readonly tokens: readonly ListedToken[];
	/** Authenticators that are no hardware tokens, such as a DS100: RSA has other calls for them. */
	readonly passedOver: readonly OtherAuthenticator[];
}

/**
 * The hardware tokens of a user: the `sidTokens` of RSA's "Cloud Administration Authenticator Details API Version 2",
 * whose list has no pages. The user's phones, browsers and security keys are in other lists of the same response.
 */
export async function listHardwareTokens(
	userId: string,
	client: Client,
): Promise<LookUpResult<TokenList>> {
	const query = {
		request: requestTo('listAuthenticators', { path: { userId } }),
		permission: permissions.listAuthenticators,
		causes: userStatusCauses,
		unclear: "RSA's response is not a readable list of the user's hardware tokens",
		parse: (body: unknown) => parseTokenList(body, userId),
	};
	return await lookUp(query, client);
}

/**
 * The hardware tokens in RSA's response. An entry that cannot be parsed is not skipped: an item for all tokens of a user
 * would miss one.
 *
 * @returns undefined if an entry cannot be parsed, two entries of one token contradict each other, or a hardware token is
 * in another list
 */
export function parseTokenList(body: unknown, userId: string): TokenList | undefined {
	const { sidTokens: listed, ...others }: JsonObject = jsonObject(body) ?? {};
	if (!Array.isArray(listed) || Object.values(others).some(hasHardwareToken)) return undefined;
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
	const ofOtherKinds = [...passedOver.values()];
	const isAmbiguous = ofOtherKinds.some(({ tokenSerialNumber = '' }) =>
		tokens.has(tokenSerialNumber),
	);
	return isAmbiguous ? undefined : { tokens: [...tokens.values()], passedOver: ofOtherKinds };
}

/** Whether a value is a list with an entry of the type of a hardware token. */
function hasHardwareToken(list: unknown): boolean {
	if (!Array.isArray(list)) return false;
	return (list as readonly unknown[]).some((entry) => {
		const deviceType = jsonObject(entry)?.deviceType;
		return typeof deviceType === 'string' && isHardwareTokenType(deviceType);
	});
}

/** Whether two entries of one token have different values for a property. */
function contradict(one: ListedToken, other: ListedToken): boolean {
	return Object.keys(one).some(
		(name) => name in other && JSON.stringify(one[name]) !== JSON.stringify(other[name]),
	);
}
