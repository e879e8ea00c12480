import { isOwner, parseTokenState } from '../hardwareTokens/hardwareToken';
import { inDocumentedSpelling } from '../values/documentedValues';
import { isSerialNumber } from '../values/identifiers';
import { jsonObject, type JsonObject } from '../values/jsonObject';

/** What an authenticator is; `other` is a kind that RSA's pages do not name. */
export type AuthenticatorKind = 'mobile' | 'browser' | 'fido' | 'hardwareToken' | 'ds100' | 'other';

/** An authenticator in the list of a user's authenticators: all that RSA says of it, and what it is. */
export type ListedAuthenticator = JsonObject & { readonly kind: AuthenticatorKind };

/** The lists of RSA's answer (a public client of RSA's reads these three). */
export const listNames = ['devices', 'fidoTokens', 'sidTokens'] as const;
type ListName = (typeof listNames)[number];

/** The `deviceType` of RSA's pages for the look-ups of both. */
const SID700 = 'SID700';
const DS100 = 'SecurID DS100';

const kindIn: Readonly<Record<ListName, (entry: JsonObject) => AuthenticatorKind>> = {
	devices: ({ browser }) => (isBrowser(browser) ? 'browser' : 'mobile'),
	fidoTokens: () => 'fido',
	// An entry without a type is a hardware token, unless it has the serial number of a device, as a DS100 has.
	sidTokens: ({ deviceType, deviceSerialNumber }) => {
		if (deviceType === SID700) return 'hardwareToken';
		if (deviceType !== undefined && deviceType !== null) return 'other';
		return deviceSerialNumber === undefined || deviceSerialNumber === null
			? 'hardwareToken'
			: 'ds100';
	},
};

/**
 * An entry of one of the lists.
 *
 * @returns undefined if it is no authenticator, shows another user, or lacks what RSA's calls take for its kind
 */
export function parseListed(
	entry: unknown,
	list: ListName,
	userId: string,
): ListedAuthenticator | undefined {
	const json = jsonObject(entry);
	if (json === undefined) return undefined;
	const { userId: owner } = json;
	if (owner !== undefined && owner !== null && !isOwner(owner, userId)) return undefined;
	const kind = json.deviceType === DS100 ? 'ds100' : kindIn[list](json);
	const isToken = kind === 'hardwareToken' || kind === 'ds100';
	const state = isToken ? parseTokenState(json) : inDocumentedSpelling(json);
	return state !== undefined && isNamed(kind, state) ? { ...state, kind } : undefined;
}

/** Whether an entry has what tells it from others of its kind. */
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

/** A public client of RSA's reads `browser` as text; whether it is a name or a boolean is not known. */
function isBrowser(browser: unknown): boolean {
	if (typeof browser === 'string') return browser !== '' && browser.toLowerCase() !== 'false';
	return browser === true;
}
