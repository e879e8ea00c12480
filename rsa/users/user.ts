import { jsonObject, type JsonObject } from '../jsonObject';

/** RSA's JSON of a user, as an output item carries it. */
export type User = JsonObject & {
	/** RSA's ID of the user, which its other calls take. */
	readonly id: string;
};

/** How an item names a user. */
export type UserReference =
	| { readonly by: 'id'; readonly userId: string }
	| { readonly by: 'email'; readonly email: string }
	| { readonly by: 'username'; readonly username: string };

/** @returns nothing where the body is no user's */
export function readUser(body: unknown): User | undefined {
	const json = jsonObject(body);
	return typeof json?.id === 'string' && json.id !== '' ? { ...json, id: json.id } : undefined;
}

/** The user as an operator named them. */
export function inWords(reference: UserReference): string {
	switch (reference.by) {
		case 'id':
			return `the ID ${reference.userId}`;
		case 'email':
			return `the email address ${reference.email}`;
		case 'username':
			return `the user name ${reference.username}`;
	}
}

/** What the item holds to name the user. */
export function enteredAs(reference: UserReference): string {
	switch (reference.by) {
		case 'id':
			return reference.userId;
		case 'email':
			return reference.email;
		case 'username':
			return reference.username;
	}
}

/** The same for two references that name a user alike: RSA's IDs and addresses compare without case. */
export function keyOf(reference: UserReference): string {
	return inWords(reference).toLowerCase();
}

/** The same as a workflow can branch on it. */
export function namedBy(reference: UserReference): Readonly<Record<string, string>> {
	switch (reference.by) {
		case 'id':
			return { userId: reference.userId };
		case 'email':
			return { email: reference.email };
		case 'username':
			return { username: reference.username };
	}
}
