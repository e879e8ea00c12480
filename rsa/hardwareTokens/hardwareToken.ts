import type { TokenTarget } from './tokenChange';
import { booleanFrom, inDocumentedSpelling } from '../values/documentedValues';
import { jsonObject, type JsonObject } from '../values/jsonObject';

/** RSA's JSON of a token, as an output item carries it. */
export type TokenState = JsonObject;

/** The `tokenState` of a token that nobody has, in RSA's property table. */
export const UNASSIGNED = 'Unassigned';

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
 * A token's state as RSA says it, its enumerations in the spelling of RSA's tables, `pinSet` as a real boolean where
 * it is there: the property table of Clear PIN types it Boolean, the page's example shows the string "false", which
 * JavaScript takes for true.
 *
 * @returns nothing where the body is no object, or its `pinSet` is there and says neither
 */
export function parseTokenState(
	body: unknown,
): (TokenState & { readonly pinSet?: boolean }) | undefined {
	const json = jsonObject(body);
	if (json === undefined) return undefined;
	const { pinSet: said, ...state } = inDocumentedSpelling(json);
	if (said === undefined || said === null) return state;
	const pinSet = booleanFrom(said);
	return pinSet === undefined ? undefined : { ...state, pinSet };
}

/** Whether two of RSA's user IDs name the same user: GUIDs compare without case (RFC 9562). */
export function isSameUser(oneId: string, otherId: string): boolean {
	return oneId.toLowerCase() === otherId.toLowerCase();
}

/**
 * A token's state in the answer to a change of it.
 *
 * @returns nothing where the answer is about another token, or its user is not the target's
 */
export function parseStateOf(
	body: unknown,
	{ tokenSerialNumber, userId }: TokenTarget,
): ReturnType<typeof parseTokenState> {
	const state = parseTokenState(body);
	if (state?.tokenSerialNumber !== tokenSerialNumber) return undefined;
	return state.userId === undefined || isOwner(state.userId, userId) ? state : undefined;
}

/**
 * Reads the answer of RSA's hardware token lookup.
 *
 * @param asked the token that was looked up, and the user to see it from: of whom nothing is known, nothing is theirs
 * @returns nothing where the answer is about another token or leaves its owner open
 */
export function parseHardwareToken(body: unknown, asked: TokenTarget): HardwareToken | undefined {
	const state = parseTokenState(body);
	if (state?.tokenSerialNumber !== asked.tokenSerialNumber) return undefined;

	const ownership = ownershipOf(state, asked.userId);
	return ownership && { ownership, pinSet: state.pinSet, state };
}

/** A `tokenState`, which RSA's example of the look-up does not show, must not say the opposite where it is there. */
function ownershipOf(
	{ userId: owner, tokenState }: TokenState,
	userId: string | undefined,
): Ownership | undefined {
	const isOpen = tokenState === undefined || tokenState === null;
	if (!isOpen && (tokenState === UNASSIGNED) !== isNobody(owner)) return undefined;
	if (isNobody(owner)) return 'nobodys';
	if (typeof owner !== 'string') return undefined;
	return isOwner(owner, userId) ? 'theirs' : 'somebodyElses';
}

/** RSA's `userId` of a token that nobody has. */
export function isNobody(owner: unknown): boolean {
	return owner === null || owner === '';
}

/** Whether RSA's `userId` of a token is this user. */
export function isOwner(owner: unknown, userId: string | undefined): boolean {
	return typeof owner === 'string' && userId !== undefined && isSameUser(owner, userId);
}
