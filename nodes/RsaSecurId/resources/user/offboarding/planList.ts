import type { ListedAuthenticator } from '../../../../../rsa/authenticators/authenticator';
import type { LookUpResult } from '../../../../../rsa/delivery/lookUp';
import { permissions } from '../../../../../rsa/errors/permissions';
import { inWords } from '../../../../../rsa/users/user';
import { failureResult, notStartedResult } from '../../failureResult';
import { planAuthenticator, type Planned } from './planAuthenticator';
import { failedAs, type UserToOffboard } from './planUser';

/** RSA's list of the user's authenticators. */
export type AuthenticatorList = LookUpResult<readonly ListedAuthenticator[]>;

/** What an offboarding does with all authenticators in RSA's list. A list that could not be fetched is a failed part. */
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
	const failureContext = { wording, named: {} };
	const result =
		list.kind === 'failed'
			? notStartedResult(failureContext, 'lookUpFailed', list)
			: failureResult(failureContext, { cause: 'userNotFound', reason: inWords(reference) });
	return [failedAs({ kind: 'authenticators' }, result)];
}
