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

/** The same, as RSA's look-up of users takes it. */
export interface LookedUp {
	readonly by: 'email' | 'username';
	readonly value: string;
}

/** What RSA and the items call each way to name a user, in words and as a property. */
const ways: Readonly<Record<UserReference['by'], { words: string; property: string }>> = {
	id: { words: 'the ID', property: 'userId' },
	email: { words: 'the email address', property: 'email' },
	username: { words: 'the username', property: 'username' },
};

/** An emergency access code, as RSA calls it where it makes one: it never comes into an item. */
const SECRET = 'emergencyTokencode';

/**
 * A user as RSA says it, `userStatus` in the spelling of RSA's table, `markDeleted` as a real boolean where it is one.
 *
 * @returns undefined if the body is no user's: its ID goes into the paths of further requests
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

/** Where RSA sends SMS and Voice Tokencodes to. */
export const phoneNumbers: readonly string[] = ['smsNumber', 'voiceNumber'];

/** RSA's JSON of a user without the phone numbers. */
export function withoutPhoneNumbers(state: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(state).filter(([name]) => !phoneNumbers.includes(name)));
}

/** The user as an operator named them. */
export function inWords({ by, value }: UserReference): string {
	return `${ways[by].words} ${value}`;
}

/**
 * The same for two references that name a user alike. Only IDs compare without case: whether two user names that
 * differ in it are one person is for RSA to say.
 */
export function userKey(reference: UserReference): string {
	return reference.by === 'id' ? inWords(reference).toLowerCase() : inWords(reference);
}

/** The same as a workflow can branch on it. */
export function namedBy({ by, value }: UserReference): Readonly<Record<string, string>> {
	return { [ways[by].property]: value };
}
