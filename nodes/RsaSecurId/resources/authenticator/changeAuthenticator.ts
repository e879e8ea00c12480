import type { AuthenticatorChange } from '../../../../rsa/authenticators/authenticatorChange';
import { namedBy, type UserReference } from '../../../../rsa/users/user';
import type { JsonObject } from '../../../../rsa/values/jsonObject';
import { modeOf, type Mode } from '../appliedChange';
import type { ChangeStep, Task } from '../operation';
import type { GivenOptions } from '../options';
import { singleChangeStep } from '../singleChange';
import { namesOf, taskOfUser } from '../userTask';

/** An authenticator as an item names it, and its change. */
export interface RequestedAuthenticatorChange {
	readonly reference: UserReference;
	/** By the names that a workflow branches on, such as `authenticatorId`. */
	readonly named: Readonly<Record<string, string>>;
	readonly change: AuthenticatorChange;
	/** What an item says beside the outcome once the change is made. */
	readonly facts?: JsonObject;
}

/** A change of the authenticator of a user that an item names. */
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

/** The step that makes it. */
export function authenticatorStep(
	{ reference, named, change, facts }: RequestedAuthenticatorChange,
	userId: string,
	mode: Mode,
): ChangeStep {
	return singleChangeStep({
		change: change.of(userId),
		mode,
		// With the names of the names: a DS100's serial number may be a FIDO authenticator's ID. IDs of authenticators keep
		// their case: whether it tells two apart is not known, and the same change twice harms nobody.
		target: JSON.stringify([userId.toLowerCase(), named]),
		named: { ...namedBy(reference), userId, ...named },
		names: namesOf(reference),
		...(facts && { facts }),
	});
}
