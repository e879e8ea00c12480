import { shortened } from '../../../rsa/values/fieldText';
import { orUndefined } from '../../../rsa/values/orUndefined';
import { visible } from '../../../rsa/values/oddCharacter';
import type { ItemParameters } from '../resources/parameters';

/** The user and the authenticator of an item, as entered, valid or not. */
export type EnteredNames = Readonly<
	Partial<
		Record<
			| 'tokenSerialNumber'
			| 'authenticatorId'
			| 'deviceSerialNumber'
			| 'userId'
			| 'email'
			| 'username',
			string
		>
	>
>;

/** Maximum characters of a name: no name of a user or hardware token is longer. */
const LONGEST = 255;

/** The names in an item. One whose expression fails is left out. */
export function enteredNames(item: ItemParameters): EnteredNames {
	const named = authenticatorNames.flatMap(({ name, parameter }) => {
		const text = textIn(item, parameter);
		return text === undefined ? [] : [[name, text]];
	});
	return { ...userIn(item), ...Object.fromEntries(named) };
}

/** Names of an authenticator: its property in an item, the parameter of the form, and the word in a sentence. */
const authenticatorNames = [
	{ name: 'tokenSerialNumber', parameter: 'serialNumber', inWords: 'hardware token' },
	{ name: 'authenticatorId', parameter: 'authenticatorId', inWords: 'authenticator' },
	{ name: 'deviceSerialNumber', parameter: 'deviceSerialNumber', inWords: 'DS100' },
] as const;

/** The names as the end of a sentence; '' if there is none. */
export function inWords(names: EnteredNames): string {
	const { userId, email, username } = names;
	const user = userId ?? email ?? username;
	const parts = authenticatorNames.flatMap(({ name, inWords: words }) => {
		const text = names[name];
		return text === undefined ? [] : [`${words} ${visible(text)}`];
	});
	if (user !== undefined) parts.push(`user ${visible(user)}`);
	return parts.join(' of ');
}

function userIn(item: ItemParameters): EnteredNames {
	const user = textIn(item, 'user');
	const mode = orUndefined(() => item.mode('user'));
	if (user === undefined) return {};
	if (mode === 'username') return { username: user };
	return mode === 'email' || user.includes('@') ? { email: user } : { userId: user };
}

function textIn(item: ItemParameters, parameter: string): string | undefined {
	const value = orUndefined(() => item.entered(parameter)?.value);
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = String(value).trim();
	return text === '' ? undefined : shortened(text, LONGEST);
}
