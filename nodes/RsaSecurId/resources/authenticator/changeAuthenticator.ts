import type { AuthenticatorChange } from '../../../../rsa/authenticators/authenticatorChange';
import { namedBy, type UserReference } from '../../../../rsa/users/user';
import type { JsonObject } from '../../../../rsa/values/jsonObject';
import { modeOf, type Mode } from '../appliedChange';
import type { ChangeStep, Task } from '../operation';
import type { GivenOptions } from '../options';
import { singleChangeStep } from '../singleChange';
import { namesOf, taskOfUser } from '../userTask';

/** A change of an authenticator, and how the item names both the user and the authenticator. */
export interface RequestedAuthenticatorChange {
	readonly reference: UserReference;
	/** The authenticator, by the property names of an item, such as `authenticatorId`. */
	readonly named: Readonly<Record<string, string>>;
	readonly change: AuthenticatorChange;
	/** Further properties of the item once the change is made. */
	readonly facts?: JsonObject;
}

/** The task of an item that changes an authenticator. */
export function changeAuthenticator(
	requested: RequestedAuthenticatorChange,
	options: GivenOptions,
): Task {
	const { reference, named, change } = requested;
	const mode = modeOf(options);
	return taskOfUser({
		reference,
		mode,
		named,
		wording: change.wording,
		lookUp: async ({ client, users }) => await users.idOf(reference, client),
		resolve: (userId) => ({
			kind: 'steps',
			steps: [authenticatorStep(requested, userId, mode)],
		}),
	});
}

/** The step that changes the authenticator. */
export function authenticatorStep(
	{ reference, named, change, facts }: RequestedAuthenticatorChange,
	userId: string,
	mode: Mode,
): ChangeStep {
	return singleChangeStep({
		change: change.of(userId),
		mode,
		// With the property names, since a DS100's serial number may equal a FIDO authenticator's ID. IDs keep their case:
		// RSA may distinguish it, and to make the same change twice does no harm.
		target: JSON.stringify([userId.toLowerCase(), named]),
		named: { ...namedBy(reference), userId, ...named },
		names: namesOf(reference),
		...(facts && { facts }),
	});
}
