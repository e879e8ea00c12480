import type { ListedAuthenticator } from '../../../../../rsa/authenticators/authenticator';
import type { LookUpResult } from '../../../../../rsa/delivery/lookUp';
import { permissions } from '../../../../../rsa/errors/permissions';
import { inWords } from '../../../../../rsa/users/user';
import { failureResult, notStartedResult } from '../../failureResult';
import { planAuthenticator, type Planned } from './planAuthenticator';
import { failedAs, type UserToOffboard } from './planUser';

/** The list of all that the user has. */
export type AuthenticatorList = LookUpResult<readonly ListedAuthenticator[]>;

/** What is done about all that RSA lists. A list that cannot be had counts as failed. */
export function planList(of: UserToOffboard, list: AuthenticatorList): readonly Planned[] {
	const { userId, requested } = of;
	if (list.kind === 'found') {
		return list.value.map((authenticator) => planAuthenticator(authenticator, userId, requested));
	}
	const { reference } = requested;
	const wording = {
		notDone: `The authenticators of the user with ${inWords(reference)} could not be listed`,
		permission: permissions.listAuthenticators,
		subject: 'read',
	} as const;
	const failing = { wording, named: {} };
	const result =
		list.kind === 'failed'
			? notStartedResult(failing, 'lookUpFailed', list)
			: failureResult(failing, { cause: 'userNotFound', reason: inWords(reference) });
	return [failedAs({ kind: 'authenticators' }, result)];
}
