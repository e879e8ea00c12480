import { rights } from '../administration';
import type { Means } from '../delivery/delivery';
import { read, type Read } from '../delivery/read';
import { requestTo } from '../endpoints';
import { readTokenState, type TokenState } from '../hardwareToken';
import { jsonObject } from '../jsonObject';
import { causesOfUsers } from './causesOfUsers';

/** A hardware token in the list of a user's authenticators. */
export type ListedToken = TokenState & { readonly tokenSerialNumber: string };

/**
 * The hardware tokens of a user: the `sidTokens` of RSA's "Cloud Administration Authenticator Details API
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
		unclear: "RSA's answer to the list of the user's authenticators holds no hardware tokens",
		thingOf: readList,
	};
	return await read(reading, means);
}

/** A token that cannot be read is not passed over: an item for all of them would leave it behind. */
function readList(body: unknown): readonly ListedToken[] | undefined {
	const listed = jsonObject(body)?.sidTokens;
	if (!Array.isArray(listed)) return undefined;
	const tokens = listed.map(readListed);
	return tokens.every((token) => token !== undefined) ? tokens : undefined;
}

function readListed(entry: unknown): ListedToken | undefined {
	const state = readTokenState(entry);
	const { tokenSerialNumber } = state ?? {};
	return typeof tokenSerialNumber === 'string' ? { ...state, tokenSerialNumber } : undefined;
}
