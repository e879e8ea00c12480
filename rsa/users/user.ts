import { booleanFrom, inDocumentedSpelling } from '../values/documentedValues';
import { isUserId } from '../values/identifiers';
import { jsonObject, type JsonObject } from '../values/jsonObject';

/** RSA's JSON of a user, as an output item carries it. */
export type User = JsonObject & {
	/** RSA's ID of the user, which its other calls take. */
	readonly id: string;
};

/** How an item names a user. */
export type UserReference = { readonly by: 'id'; readonly value: string } | LookedUp;

/** A name by which RSA's API can look a user up. */
export interface LookedUp {
	readonly by: 'email' | 'username';
	readonly value: string;
}

/** Each way to name a user: in words, and as the property of an item. */
const ways: Readonly<Record<UserReference['by'], { words: string; property: string }>> = {
	id: { words: 'the ID', property: 'userId' },
	email: { words: 'the email address', property: 'email' },
	username: { words: 'the username', property: 'username' },
};

/** RSA's property with an emergency access code: a secret that must not be in an item. */
const SECRET = 'emergencyTokencode';

/**
 * RSA's JSON of a user, with `userStatus` in the spelling of RSA's table, `markDeleted` as a real boolean if it is one, and
 * without secrets.
 *
 * @returns undefined if the body has no user ID, which goes into the paths of further requests
 */
export function parseUser(body: unknown): User | undefined {
	const json = jsonObject(body);
	if (json === undefined) return undefined;
	const { id } = json;
	if (!isUserId(id)) return undefined;
	const markDeleted = booleanFrom(json.markDeleted);
	const shown = Object.entries(inDocumentedSpelling(json)).filter(([name]) => name !== SECRET);
	return { ...Object.fromEntries(shown), id, ...(markDeleted !== undefined && { markDeleted }) };
}

/** Properties with the phone numbers to which RSA sends SMS and Voice Tokencodes. */
export const phoneNumbers: readonly string[] = ['smsNumber', 'voiceNumber'];

/** RSA's JSON of a user without the phone numbers. */
export function withoutPhoneNumbers(state: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(state).filter(([name]) => !phoneNumbers.includes(name)));
}

/** The user as the item names them, for texts, such as "the email address ada@example.com". */
export function inWords({ by, value }: UserReference): string {
	return `${ways[by].words} ${value}`;
}

/**
 * A key that is equal for references that name a user in the same way. Only IDs compare without case: only RSA knows
 * whether two usernames that differ in case are one user.
 */
export function userKey(reference: UserReference): string {
	return reference.by === 'id' ? inWords(reference).toLowerCase() : inWords(reference);
}

/** The user as the item names them, as a property on which a workflow can branch, such as `{ email }`. */
export function namedBy({ by, value }: UserReference): Readonly<Record<string, string>> {
	return { [ways[by].property]: value };
}
