import { booleanFrom, inDocumentedSpelling } from '../values/documentedValues';
import { jsonObject, type JsonObject } from '../values/jsonObject';
import { isSameUser } from '../values/sameText';

/** A hardware token, and the user to whom it must be assigned; undefined if the user does not matter. */
export interface TokenTarget {
	readonly tokenSerialNumber: string;
	readonly userId?: string;
}

/** A hardware token of a user. */
export interface TokenOfUser extends TokenTarget {
	readonly userId: string;
}

/** RSA's JSON of a token, as an output item carries it. */
export type TokenState = JsonObject;

/** The `tokenState` of an unassigned token, in RSA's property table. */
export const UNASSIGNED = 'Unassigned';

/** A hardware token as a look-up shows it. */
export interface HardwareToken {
	/** Who has it, compared with the user whom the item names. */
	readonly owner: 'user' | 'nobody' | 'someoneElse';
	/** Undefined if RSA's response does not have it, though RSA's example of the look-up does. */
	readonly pinSet: boolean | undefined;
	/** RSA's JSON, with `pinSet` as a real boolean. */
	readonly state: TokenState;
}

/**
 * RSA's JSON of a token, its enumerations in the spelling of RSA's tables, and `pinSet`, if there is one, as a real
 * boolean: RSA's page of Clear PIN has the type Boolean in its table, and the string "false", which is true in
 * JavaScript, in its example.
 *
 * @returns undefined if the body is no object, or its `pinSet` is neither true nor false
 */
export function parseTokenState(
	body: unknown,
): (TokenState & { readonly pinSet?: boolean }) | undefined {
	const json = jsonObject(body);
	if (json === undefined) return undefined;
	const { pinSet: shown, ...state } = inDocumentedSpelling(json);
	if (shown === undefined || shown === null) return state;
	const pinSet = booleanFrom(shown);
	return pinSet === undefined ? undefined : { ...state, pinSet };
}

/**
 * A token's state in the response to a change of it.
 *
 * @returns undefined if the response is about another token, or shows another user
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
 * A hardware token in the response of RSA's look-up.
 *
 * @param requested the token that was looked up, and the user to compare its owner with; without one, any owner is someone
 * else
 * @returns undefined if the response is about another token, or does not show who has it
 */
export function parseHardwareToken(
	body: unknown,
	requested: TokenTarget,
): HardwareToken | undefined {
	const state = parseTokenState(body);
	if (state?.tokenSerialNumber !== requested.tokenSerialNumber) return undefined;
	const owner = ownerIn(state, requested.userId);
	return owner && { owner, pinSet: state.pinSet, state };
}

/** RSA's example of the look-up has no `tokenState`; if there is one, it must not contradict the owner. */
function ownerIn(
	state: TokenState,
	userId: string | undefined,
): HardwareToken['owner'] | undefined {
	const { userId: owner, tokenState } = state;
	if (owner === undefined) return isUnassignedWithoutNulls(state) ? 'nobody' : undefined;
	if (!isLeftOut(tokenState) && (tokenState === UNASSIGNED) !== isNobody(owner)) return undefined;
	if (isNobody(owner)) return 'nobody';
	if (typeof owner !== 'string') return undefined;
	return isOwner(owner, userId) ? 'user' : 'someoneElse';
}

/**
 * Whether a look-up without an owner shows an unassigned token. In RSA's example, the properties of an assignment are
 * null, and JSON servers often leave such properties out. So it counts as unassigned only if nothing else indicates an
 * owner, and if the response describes the token: one with a serial number alone says nothing about an owner.
 */
function isUnassignedWithoutNulls(state: TokenState): boolean {
	const { tokenState } = state;
	const isDescribed = alwaysDescribed.some((name) => !isLeftOut(state[name]));
	const isSilent = !showsAssignment(state) && (isLeftOut(tokenState) || tokenState === UNASSIGNED);
	return isSilent && isDescribed;
}

/** Whether a token's state says when or by whom it was assigned: null in RSA's example of an unassigned token. */
export function showsAssignment({ assignedAt, assignedBy }: TokenState): boolean {
	return [assignedAt, assignedBy].some((value) => !isLeftOut(value) && !isNobody(value));
}

/** Properties that have a value in RSA's example of an unassigned token too. */
const alwaysDescribed = ['deviceType', 'tokenStatus', 'expiryDate'] as const;

function isLeftOut(value: unknown): boolean {
	return value === undefined || value === null;
}

/** Whether RSA's `userId` of a token says that it is unassigned. */
export function isNobody(owner: unknown): boolean {
	return owner === null || owner === '';
}

/** Whether RSA's `userId` of a token is this user. */
export function isOwner(owner: unknown, userId: string | undefined): boolean {
	return typeof owner === 'string' && userId !== undefined && isSameUser(owner, userId);
}
