import { stateOfAbsentTarget } from '../delivery/absentTarget';
import type { Change, ChangeState, Occasion } from '../delivery/change';
import type { LookUpResult } from '../delivery/lookUp';
import { stateUnknownWith } from '../delivery/stateUnknown';
import { isRsasOwn404 } from '../errors/classifyResponse';
import type { Cause } from '../errors/errorTexts';
import type { Wording } from '../errors/failure';
import { permissions } from '../errors/permissions';
import { serverMessageFor } from '../errors/serverMessageFor';
import { requestTo } from '../http/endpoints';
import type { HttpResponse } from '../http/response';
import { statusCodes } from '../http/statusCodes';
import type { Client } from '../throttle/client';
import { lookUpUser } from '../users/lookUpUser';
import { inWords, type User, type UserReference } from '../users/user';
import type { UserDetails } from '../users/userDetails';
import { isSameUser } from '../values/sameText';
import { codeStateOf, emergencyAccessCodeOf } from './emergencyAccessCode';

/** Outcomes of the change. */
export const codeOutcomes = {
	outcome: 'emergencyAccessCodesDisabled',
	noopOutcome: 'emergencyAccessCodesAlreadyDisabled',
	dryRunOutcome: 'wouldDisableEmergencyAccessCodes',
} as const;

const CHECK_STATE =
	"Look the user up with the operation 'Get' of the resource 'User', or run this item again: codes that are already disabled stay disabled.";

/**
 * RSA's "Cloud Administration Disable Emergency Tokencode API": permanently disables all codes of a user. RSA's page shows
 * no body, and no status for a wrong ID, so a look-up of the user has to show the result.
 *
 * @param emergencyTokencodeId RSA's ID of the user's code
 */
export function disableEmergencyAccessCodes(
	emergencyTokencodeId: string,
	{ user, named }: UserDetails,
): Change {
	const { id: userId } = user;
	return {
		...codeOutcomes,
		expectedState: { emergencyAccessStatus: 'Disabled', emergencyTokencodeId: null },
		request: requestTo('disableEmergencyAccessCode', { path: { userId, emergencyTokencodeId } }),
		wording: codeWording(named),
		confirm: () => undefined,
		causeOf,
		serverMessageOf: (response) => serverMessageFor(response, userId),
		lookUp: async (client: Client, occasion: Occasion) =>
			stateOf({ user, named }, await lookUpUser(named, client), occasion),
		unsettled: stateUnknownWith(CHECK_STATE, 'the user could not be looked up'),
	};
}

/** The texts for codes that could not be disabled. */
export function codeWording(reference: UserReference): Wording {
	const codes = `the emergency access codes of the user with ${inWords(reference)} were`;
	return {
		notDone: `T${codes.slice(1)} not disabled`,
		unknown: `It is not known whether ${codes} disabled`,
		subject: 'emergencyAccessCodes',
		permission: permissions.disableEmergencyAccessCodes,
	};
}

function causeOf(response: HttpResponse): Cause | undefined {
	switch (response.status) {
		case statusCodes.badRequest:
			return 'invalidUserRequest';
		// For the user or for the code: the look-up shows which.
		case statusCodes.notFound:
			return isRsasOwn404(response) ? 'emergencyAccessCodeUnknown' : 'notTheApi';
		case statusCodes.conflict:
			return 'unexpectedStatus';
		default:
			return undefined;
	}
}

function stateOf(
	{ user: { id: userId }, named }: UserDetails,
	result: LookUpResult<User>,
	occasion: Occasion,
): ChangeState {
	switch (result.kind) {
		case 'failed':
			return { kind: 'unknown', reason: result.reason, failed: result };
		case 'absent':
			return stateOfAbsentTarget(
				'userNotFound',
				`RSA knows no user with ${inWords(named)}`,
				occasion,
			);
		case 'found': {
			const { value: user } = result;
			if (!isSameUser(user.id, userId)) {
				return { kind: 'unknown', reason: "RSA's look-up shows a user with a different ID" };
			}
			const found = codeStateOf(user, new Date());
			switch (emergencyAccessCodeOf(user).kind) {
				case 'none':
					return { kind: 'done', state: found, found };
				case 'code':
					return { kind: 'unchanged', found };
				case 'unclear':
					return { kind: 'unknown', reason: UNCLEAR, found };
			}
		}
	}
}

/** Why it is not known whether a user has a code, after a look-up. */
export const UNCLEAR =
	"RSA's look-up of the user does not say whether they have an emergency access code";
