import { isOwner, parseTokenState } from '../hardwareTokens/hardwareToken';
import { parseEntry } from '../hardwareTokens/listedEntry';
import { inDocumentedSpelling } from '../values/documentedValues';
import { isSerialNumber } from '../values/identifiers';
import { jsonObject, type JsonObject } from '../values/jsonObject';
import { isSameText } from '../values/sameText';

/** Kinds of authenticators; `other` is a kind that RSA's pages do not name. */
export type AuthenticatorKind = 'mobile' | 'browser' | 'fido' | 'hardwareToken' | 'ds100' | 'other';

/** An authenticator in the list of a user's authenticators: RSA's JSON, and its kind. */
export type ListedAuthenticator = JsonObject & { readonly kind: AuthenticatorKind };

/**
 * The lists in RSA's response that a public client of RSA's reads. That there are no others is not known: RSA's page has
 * its example in a part that was not read.
 */
export const listNames = ['devices', 'fidoTokens', 'sidTokens'] as const;
type ListName = (typeof listNames)[number];

/** The `deviceType` of RSA's page for its look-up. */
const DS100 = 'SecurID DS100';

/**
 * The kind of an entry, by the list that it is in; undefined if the entry cannot be parsed. A DS100 among the FIDO
 * authenticators is its FIDO half, which has its own calls and ID.
 */
const kindIn: Readonly<
	Record<ListName, (entry: JsonObject, userId: string) => AuthenticatorKind | undefined>
> = {
	devices(entry) {
		if (isDs100(entry)) return 'ds100';
		return isBrowser(entry.browser) ? 'browser' : 'mobile';
	},
	fidoTokens: () => 'fido',
	sidTokens: (entry, userId) => (isDs100(entry) ? 'ds100' : parseEntry(entry, userId)?.kind),
};

/**
 * An entry of a list. In a list of another name, its kind is `other`: a user may sign in with it.
 *
 * @returns undefined if it is no authenticator, shows another user, or lacks the ID that RSA's calls for its kind need
 */
export function parseListed(
	entry: unknown,
	list: string,
	userId: string,
): ListedAuthenticator | undefined {
	const json = jsonObject(entry);
	if (json === undefined) return undefined;
	const { userId: owner } = json;
	if (owner !== undefined && owner !== null && !isOwner(owner, userId)) return undefined;
	const kind = isListName(list) ? kindIn[list](json, userId) : 'other';
	if (kind === undefined) return undefined;
	const isToken = kind === 'hardwareToken' || kind === 'ds100';
	const state = isToken ? parseTokenState(json) : inDocumentedSpelling(json);
	return state !== undefined && isNamed(kind, state) ? { ...state, kind } : undefined;
}

function isDs100({ deviceType }: JsonObject): boolean {
	return typeof deviceType === 'string' && isSameText(deviceType, DS100);
}

function isListName(name: string): name is ListName {
	return listNames.some((each) => each === name);
}

/** Whether an entry has the ID or serial number that identifies it among others of its kind. */
function isNamed(kind: AuthenticatorKind, entry: JsonObject): boolean {
	switch (kind) {
		case 'hardwareToken':
			return isSerialNumber(entry.tokenSerialNumber);
		case 'ds100':
		case 'other':
			return true;
		default:
			return typeof entry.id === 'string' && entry.id !== '';
	}
}

/** A public client of RSA's reads `browser` as text: it is not known whether that is a name or a boolean. */
function isBrowser(browser: unknown): boolean {
	if (typeof browser === 'string') return browser !== '' && browser.toLowerCase() !== 'false';
	return browser === true;
}
