import type { LookUpResult } from '../../../../rsa/delivery/lookUp';
import {
	changeHighRiskUser,
	highRiskWording,
	type HighRiskAction,
} from '../../../../rsa/highRiskUsers/changeHighRiskUser';
import { noEmailAddress } from '../../../../rsa/users/emailAddresses';
import { inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import { userDetails } from '../../../../rsa/users/userDetails';
import { isEmailAddress } from '../../../../rsa/values/identifiers';
import { modeOf } from '../appliedChange';
import type { ItemContext, Operation } from '../operation';
import { optionsField } from '../options';
import { singleChangeStep } from '../singleChange';
import { readUserReference, userField } from '../userLocator';
import { namesOf, taskOfUser } from '../userTask';

/** The texts of an operation that changes the list of high-risk users. */
type Words = Pick<Operation, 'name' | 'value' | 'action' | 'description'> & {
	/** Description of the field User. */
	readonly ofUser: string;
};

/** An operation that adds a user to the list, or removes one. */
export function highRiskOperation(action: HighRiskAction, { ofUser, ...words }: Words): Operation {
	return {
		...words,
		fields: [
			{ ...userField, default: { mode: 'email', value: '' }, description: ofUser },
			optionsField,
		],
		output: { adds: ['email', 'userId', 'highRiskUser', 'outcome', 'confirmedBy'] },
		read(parameters, options) {
			const reference = readUserReference(parameters);
			const mode = modeOf(options);
			return taskOfUser({
				reference,
				mode,
				wording: highRiskWording(action, inWords(reference)),
				lookUp: async (context) => await emailOf(reference, context),
				resolve: (email) => {
					const change = changeHighRiskUser(action, email);
					const named = { ...namedBy(reference), email };
					const target = `high-risk ${email.toLowerCase()}`;
					const names = namesOf(reference);
					const step = singleChangeStep({ change, mode, target, named, names });
					return { kind: 'steps', steps: [step] };
				},
			});
		},
	};
}

/**
 * The user's email address, which is all that RSA accepts here; looked up unless the item names the user by it. For a user
 * named by ID, RSA's search finds the address, and the look-up by it must show that ID: it may be someone else's by now.
 */
async function emailOf(
	reference: UserReference,
	{ client, users }: ItemContext,
): Promise<LookUpResult<string>> {
	if (reference.by === 'email') return { kind: 'found', value: reference.value };
	const details = await userDetails(reference, users, client);
	if (details.kind !== 'found') return details;
	const { emailAddress } = details.value.user;
	if (typeof emailAddress === 'string' && isEmailAddress(emailAddress)) {
		return { kind: 'found', value: emailAddress };
	}
	return noEmailAddress;
}
