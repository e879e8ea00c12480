import { isSerialNumber } from '../values/identifiers';
import { jsonObject, type JsonObject } from '../values/jsonObject';
import { isSameText } from '../values/sameText';
import { isOwner, parseTokenState, type TokenState } from './hardwareToken';

/** A hardware token in the list of a user's authenticators. */
export type ListedToken = TokenState & { readonly tokenSerialNumber: string };

/** An authenticator of another kind that RSA lists among a user's hardware tokens. */
export interface OtherAuthenticator {
	/** RSA's name of the kind, such as "SecurID DS100". */
	readonly deviceType: string;
	readonly name?: string;
	/** Serial number of its one-time passcodes. */
	readonly tokenSerialNumber?: string;
	/** Serial number on the device. */
	readonly deviceSerialNumber?: string;
}

type Entry =
	| { readonly kind: 'hardwareToken'; readonly token: ListedToken }
	| { readonly kind: 'other'; readonly authenticator: OtherAuthenticator };

/** The `deviceType` of the tokens that RSA's calls for hardware tokens accept (Retrieve Hardware Token Details API). */
const HARDWARE_TOKEN = 'SID700';

/**
 * An entry of the `sidTokens` in a user's list. According to RSA's pages and public clients, a DS100 is among them.
 *
 * @returns undefined if it cannot be parsed, or is another user's
 */
export function parseEntry(listed: unknown, userId: string): Entry | undefined {
	const entry = jsonObject(listed);
	if (entry === undefined) return undefined;
	const { userId: owner, deviceType } = entry;
	if (!isAbsent(owner) && !isOwner(owner, userId)) return undefined;
	if (isAbsent(deviceType)) return looksLikeHardwareToken(entry) ? hardwareToken(entry) : undefined;
	if (typeof deviceType !== 'string' || deviceType.trim() === '') return undefined;
	return isHardwareTokenType(deviceType)
		? hardwareToken(entry)
		: { kind: 'other', authenticator: otherAuthenticator(entry, deviceType) };
}

/** Whether a `deviceType` is that of a hardware token. */
export function isHardwareTokenType(deviceType: string): boolean {
	return isSameText(deviceType, HARDWARE_TOKEN);
}

function hardwareToken(entry: JsonObject): Entry | undefined {
	const state = parseTokenState(entry);
	if (state === undefined) return undefined;
	const { tokenSerialNumber } = state;
	return isSerialNumber(tokenSerialNumber)
		? { kind: 'hardwareToken', token: { ...state, tokenSerialNumber } }
		: undefined;
}

/** Properties that RSA's client reads only of other kinds: a DS100's serial number, a phone's capabilities. */
const ofOtherKinds = ['deviceSerialNumber', 'capabilities', 'browser'] as const;

/** Whether an entry without a type has no property of another kind. */
function looksLikeHardwareToken(entry: JsonObject): boolean {
	return ofOtherKinds.every((name) => isAbsent(entry[name]));
}

function otherAuthenticator(entry: JsonObject, deviceType: string): OtherAuthenticator {
	return { deviceType, ...textsIn(entry, ['name', 'tokenSerialNumber', 'deviceSerialNumber']) };
}

function textsIn<Name extends string>(
	entry: JsonObject,
	names: readonly Name[],
): { readonly [Each in Name]?: string } {
	const texts: { [Each in Name]?: string } = {};
	for (const name of names) {
		const value = entry[name];
		if (typeof value === 'string' && value !== '') texts[name] = value;
	}
	return texts;
}

function isAbsent(value: unknown): boolean {
	return value === undefined || value === null;
}

/** An authenticator of another kind, as a person reads it. */
export function inWords(authenticator: OtherAuthenticator): string {
	const { deviceType, name, tokenSerialNumber, deviceSerialNumber } = authenticator;
	return `${deviceType} ${tokenSerialNumber ?? deviceSerialNumber ?? name ?? 'without a serial number'}`;
}
