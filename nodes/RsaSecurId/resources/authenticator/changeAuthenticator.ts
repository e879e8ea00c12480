import type { AuthenticatorChange } from '../../../../rsa/authenticators/authenticatorChange';
import { namedBy, type UserReference } from '../../../../rsa/users/user';
import type { JsonObject } from '../../../../rsa/values/jsonObject';
import { modeOf } from '../appliedChange';
import type { Task } from '../operation';
import type { GivenOptions } from '../options';
import { singleChangeStep } from '../singleChange';
import { namesOf, taskOfUser } from '../userTask';

/** An authenticator as an item names it, and its change. */
interface Requested {
	readonly reference: UserReference;
	/** By the names that a workflow branches on, such as `authenticatorId`. */
	readonly named: Readonly<Record<string, string>>;
	readonly change: AuthenticatorChange;
	/** What an item says beside the outcome once the change is made. */
	readonly facts?: JsonObject;
}

/** A change of the authenticator of a user that an item names. */
export function changeAuthenticator(requested: Requested, options: GivenOptions): Task {
	const { reference, named, change, facts } = requested;
	const mode = modeOf(options);
	return taskOfUser({
		reference,
		mode,
		named,
		wording: change.wording,
		lookUp: async ({ client, users }) => await users.idOf(reference, client),
		resolve: (userId) => {
			const step = singleChangeStep({
				change: change.of(userId),
				mode,
				target: [userId, ...Object.values(named)].join(' ').toLowerCase(),
				named: { ...namedBy(reference), userId, ...named },
				names: namesOf(reference),
				...(facts && { facts }),
			});
			return { kind: 'steps', steps: [step] };
		},
	});
}
