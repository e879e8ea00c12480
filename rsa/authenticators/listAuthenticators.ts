import { lookUp, type LookUpResult } from '../delivery/lookUp';
import { permissions } from '../errors/permissions';
import { userStatusCauses } from '../errors/userStatusCauses';
import { parseTokenList } from '../hardwareTokens/listHardwareTokens';
import { requestTo } from '../http/endpoints';
import type { Client } from '../throttle/client';
import { jsonObject } from '../values/jsonObject';
import { listNames, parseListed, type ListedAuthenticator } from './authenticator';

/**
 * All authenticators of a user, browsers too: RSA's "Cloud Administration Authenticator Details API Version 2", whose
 * list has no pages.
 */
export async function listAuthenticators(
	userId: string,
	client: Client,
): Promise<LookUpResult<readonly ListedAuthenticator[]>> {
	const query = {
		request: requestTo('listAuthenticators', {
			path: { userId },
			query: { includeBrowsers: true },
		}),
		permission: permissions.listAuthenticators,
		causes: userStatusCauses,
		unclear: "RSA's response is not a readable list of the user's authenticators",
		parse: (body: unknown) => parseLists(body, userId),
	};
	return await lookUp(query, client);
}

/**
 * Undefined unless all three lists are there and each entry can be parsed, in lists of other names too: an authenticator
 * that is not listed counts as deleted, and an offboarding would leave it to the user. RSA does not say whether it leaves
 * empty lists out.
 */
function parseLists(body: unknown, userId: string): readonly ListedAuthenticator[] | undefined {
	const json = jsonObject(body) ?? {};
	const authenticators: ListedAuthenticator[] = [];
	if (!listNames.every((name) => Array.isArray(json[name]))) return undefined;
	for (const name of new Set([...listNames, ...Object.keys(json)])) {
		const entries: unknown = json[name];
		if (!Array.isArray(entries)) continue;
		for (const entry of entries as readonly unknown[]) {
			const authenticator = parseListed(entry, name, userId);
			if (authenticator === undefined) return undefined;
			authenticators.push(authenticator);
		}
	}
	// Hardware tokens that contradict each other are rejected here too.
	return parseTokenList(json, userId) && authenticators;
}
