/** RSA's JSON of a token, as an output item carries it. */
export type TokenState = Readonly<Record<string, unknown>>;

/** Whose a hardware token is, seen from the user that an item names. */
export type Ownership = 'theirs' | 'nobodys' | 'somebodyElses';

/** What a read of a hardware token says of it. */
export interface HardwareToken {
	readonly ownership: Ownership;
	readonly pinSet: boolean;
	/** All that RSA said, `pinSet` as a real boolean. */
	readonly state: TokenState;
}

/** JSON that is an object, or nothing. */
export function jsonObject(body: unknown): TokenState | undefined {
	return typeof body === 'object' && body !== null && !Array.isArray(body)
		? { ...body }
		: undefined;
}

/**
 * `pinSet` as a boolean, or nothing where it says neither. RSA's property table types it Boolean, its
 * example shows the string "false" (Clear PIN page), which JavaScript would take for true.
 */
export function readPinSet(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	if (typeof value !== 'string') return undefined;
	return { true: true, false: false }[value.toLowerCase()];
}

/** Whether two of RSA's user IDs name the same user: GUIDs compare without case (RFC 9562). */
export function isSameUser(oneId: string, otherId: string): boolean {
	return oneId.toLowerCase() === otherId.toLowerCase();
}

/**
 * Reads the answer of RSA's hardware token lookup.
 *
 * @param asked the token that was looked up, and the user to see it from
 * @returns nothing where the answer is about another token or leaves its owner or PIN open
 */
export function readHardwareToken(
	body: unknown,
	asked: { tokenSerialNumber: string; userId: string },
): HardwareToken | undefined {
	const state = jsonObject(body);
	const pinSet = readPinSet(state?.pinSet);
	if (state === undefined || pinSet === undefined) return undefined;
	if (state.tokenSerialNumber !== asked.tokenSerialNumber) return undefined;

	const ownership = ownershipOf(state.userId, asked.userId);
	return ownership && { ownership, pinSet, state: { ...state, pinSet } };
}

function ownershipOf(owner: unknown, userId: string): Ownership | undefined {
	if (owner === null || owner === '') return 'nobodys';
	if (typeof owner !== 'string') return undefined;
	return isSameUser(owner, userId) ? 'theirs' : 'somebodyElses';
}
