import type { TokenTarget } from './change';
import { jsonObject, type JsonObject } from './jsonObject';

/** RSA's JSON of a token, as an output item carries it. */
export type TokenState = JsonObject;

/** Whose a hardware token is, seen from the user that an item names. */
export type Ownership = 'theirs' | 'nobodys' | 'somebodyElses';

/** What a read of a hardware token says of it. */
export interface HardwareToken {
	readonly ownership: Ownership;
	/** Nothing where RSA does not say: its look-up shows nulls for a token that nobody has. */
	readonly pinSet: boolean | undefined;
	/** All that RSA said, `pinSet` as a real boolean. */
	readonly state: TokenState;
}

/**
 * A token's state as RSA says it, `pinSet` as a real boolean where it is there: the property table of Clear
 * PIN types it Boolean, the page's example shows the string "false", which JavaScript takes for true.
 *
 * @returns nothing where the body is no object, or its `pinSet` is there and says neither
 */
export function readTokenState(
	body: unknown,
): (TokenState & { readonly pinSet?: boolean }) | undefined {
	const json = jsonObject(body);
	if (json === undefined) return undefined;
	if (typeof json.pinSet === 'boolean') return { ...json, pinSet: json.pinSet };
	const { pinSet: said, ...state } = json;
	if (said === undefined || said === null) return state;
	const pinSet = readPinSet(said);
	return pinSet === undefined ? undefined : { ...state, pinSet };
}

const pinSetInWords: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['false', false],
]);

function readPinSet(value: unknown): boolean | undefined {
	if (typeof value !== 'string') return undefined;
	return pinSetInWords.get(value.toLowerCase());
}

/** Whether two of RSA's user IDs name the same user: GUIDs compare without case (RFC 9562). */
export function isSameUser(oneId: string, otherId: string): boolean {
	return oneId.toLowerCase() === otherId.toLowerCase();
}

/**
 * A token's state in the answer to a change of it.
 *
 * @returns nothing where the answer is about another token, or speaks of another user
 */
export function readStateOf(
	body: unknown,
	{ tokenSerialNumber, userId }: TokenTarget,
): ReturnType<typeof readTokenState> {
	const state = readTokenState(body);
	if (state?.tokenSerialNumber !== tokenSerialNumber) return undefined;
	const { userId: owner } = state;
	if (typeof owner !== 'string' || userId === undefined) return state;
	return isSameUser(owner, userId) ? state : undefined;
}

/**
 * Reads the answer of RSA's hardware token lookup.
 *
 * @param asked the token that was looked up, and the user to see it from: of whom nothing is known, nothing is theirs
 * @returns nothing where the answer is about another token or leaves its owner open
 */
export function readHardwareToken(body: unknown, asked: TokenTarget): HardwareToken | undefined {
	const state = readTokenState(body);
	if (state?.tokenSerialNumber !== asked.tokenSerialNumber) return undefined;

	const ownership = ownershipOf(state.userId, asked.userId);
	return ownership && { ownership, pinSet: state.pinSet, state };
}

function ownershipOf(owner: unknown, userId: string | undefined): Ownership | undefined {
	if (owner === null || owner === '') return 'nobodys';
	if (typeof owner !== 'string') return undefined;
	return userId !== undefined && isSameUser(owner, userId) ? 'theirs' : 'somebodyElses';
}
