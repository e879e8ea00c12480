import { shortened } from '../../../rsa/values/fieldText';
import { orUndefined } from '../../../rsa/values/orUndefined';
import { visible } from '../../../rsa/values/oddCharacter';
import type { ItemParameters } from '../resources/parameters';

/** The user and the hardware token that an item names, as entered, valid or not. */
export type EnteredNames = Readonly<
	Partial<Record<'tokenSerialNumber' | 'userId' | 'email' | 'username', string>>
>;

/** Characters. Nothing that names a user or a hardware token is longer. */
const LONGEST = 255;

/** The names in an item, as far as its parameters can be read: one whose expression fails is left out. */
export function enteredNames(item: ItemParameters): EnteredNames {
	const tokenSerialNumber = textIn(item, 'serialNumber');
	return {
		...userIn(item),
		...(tokenSerialNumber !== undefined && { tokenSerialNumber }),
	};
}

/** The same as the end of a sentence; empty if there is neither. */
export function inWords({ tokenSerialNumber, ...user }: EnteredNames): string {
	const [named] = Object.values(user);
	const token = tokenSerialNumber && `hardware token ${visible(tokenSerialNumber)}`;
	return [token, named && `user ${visible(named)}`].filter(Boolean).join(' of ');
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
