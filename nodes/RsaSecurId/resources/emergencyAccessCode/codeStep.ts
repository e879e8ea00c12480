import { disableEmergencyAccessCodes } from '../../../../rsa/emergencyAccessCodes/disableEmergencyAccessCodes';
import { namedBy, type UserReference } from '../../../../rsa/users/user';
import type { UserDetails } from '../../../../rsa/users/userDetails';
import type { Mode } from '../appliedChange';
import type { ChangeStep } from '../operation';
import { singleChangeStep } from '../singleChange';
import { namesOf } from '../userTask';

/**
 * The step that disables all emergency access codes of a user.
 *
 * @param emergencyTokencodeId RSA's ID of the user's code
 * @param details the user, and the name by which they are looked up again
 */
export function codeStep(
	emergencyTokencodeId: string,
	reference: UserReference,
	mode: Mode,
	details: UserDetails,
): ChangeStep {
	const { id: userId } = details.user;
	return singleChangeStep({
		change: disableEmergencyAccessCodes(emergencyTokencodeId, details),
		mode,
		// Not the same target as the user: a change of the user in between must not make this change twice.
		target: `emergency access codes ${userId.toLowerCase()}`,
		details: [emergencyTokencodeId],
		named: { ...namedBy(reference), userId },
		names: namesOf(reference),
	});
}
