import {
	codeOutcomes,
	codeWording,
	UNCLEAR,
} from '../../../../../rsa/emergencyAccessCodes/disableEmergencyAccessCodes';
import {
	codeStateOf,
	emergencyAccessCodeOf,
} from '../../../../../rsa/emergencyAccessCodes/emergencyAccessCode';
import type { LookUpResult } from '../../../../../rsa/delivery/lookUp';
import { absentUser } from '../../../../../rsa/users/absentUser';
import { markDeleted } from '../../../../../rsa/users/changes/deletionMark';
import { disableUser } from '../../../../../rsa/users/changes/userStatus';
import type { UserCache } from '../../../../../rsa/users/userCache';
import type { UserDetails } from '../../../../../rsa/users/userDetails';
import type { JsonObject } from '../../../../../rsa/values/jsonObject';
import { codeStep } from '../../emergencyAccessCode/codeStep';
import { failureResult, notStartedResult } from '../../failureResult';
import type { Result } from '../../result';
import { userChangeStep } from '../changeUser';
import { failedEntry, type PartName } from './part';
import { leftOver, type Planned } from './planAuthenticator';
import type { RequestedOffboarding } from './requestedOffboarding';

/** A user to offboard, as far as RSA's look-up shows them. */
export interface UserToOffboard {
	readonly userId: string;
	readonly details: LookUpResult<UserDetails>;
	readonly requested: RequestedOffboarding;
	readonly users: UserCache;
}

/** What an offboarding does with the user's status; undefined if there is nothing to do or list. */
export function planDisabling(of: UserToOffboard): Planned | undefined {
	const { userId, requested } = of;
	const name = { kind: 'user', userId } as const;
	const isDisabled = shownOf(of).userStatus === 'Disabled';
	if (requested.disableUser === 'no') {
		return isDisabled ? undefined : leftOver(name, 'notRequested');
	}
	return isDisabled
		? { to: 'already', entry: { ...name, outcome: disableUser.noopOutcome } }
		: planChange(of, name, disableUser);
}

/** What an offboarding does to mark the user as deleted; undefined if that is not requested. */
export function planMark(of: UserToOffboard): Planned | undefined {
	const { userId, requested } = of;
	if (!requested.parts.markDeleted) return undefined;
	const name = { kind: 'user', userId } as const;
	if (shownOf(of).markDeleted === true) {
		return { to: 'already', entry: { ...name, outcome: markDeleted.noopOutcome } };
	}
	// RSA refuses this for an enabled user. In a dry run they are still enabled; in the real run they are disabled by then.
	const isDisabledByThen = requested.disableUser !== 'no';
	const change = isDisabledByThen ? { ...markDeleted, isRefusedFor: () => false } : markDeleted;
	return planChange(of, name, requested.mode === 'dryRun' ? change : markDeleted);
}

function planChange(
	{ userId, requested: { reference, mode }, users }: UserToOffboard,
	name: PartName,
	change: typeof disableUser,
): Planned {
	const step = userChangeStep({ change, reference, mode }, userId, users);
	return { to: 'change', part: { name, step } };
}

/** What an offboarding does with the user's emergency access codes. */
export function planCodes(of: UserToOffboard): readonly Planned[] {
	const { details, requested } = of;
	if (details.kind === 'found') {
		return [...planOnlineCodes(details.value, requested), ...offlineCodeOf(details.value)];
	}
	// The user could not be looked up, so it is not known whether there are codes.
	return [
		requested.parts.emergencyAccessCodes ? notShown(of, details) : leftOver(codes, 'notRequested'),
	];
}

const codes = { kind: 'emergencyAccessCodes' } as const;

function planOnlineCodes(
	details: UserDetails,
	{ reference, mode, parts }: RequestedOffboarding,
): readonly Planned[] {
	const code = emergencyAccessCodeOf(details.user);
	if (!parts.emergencyAccessCodes) {
		return code.kind === 'none' ? [] : [leftOver(codes, 'notRequested')];
	}
	switch (code.kind) {
		case 'code': {
			const step = codeStep(code.emergencyTokencodeId, reference, mode, details);
			return [{ to: 'change', part: { name: codes, step } }];
		}
		case 'none':
			return [{ to: 'already', entry: { ...codes, outcome: codeOutcomes.noopOutcome } }];
		case 'unclear': {
			const failureContext = { wording: codeWording(reference), named: {} };
			const failure = { cause: 'lookUpFailed', reason: UNCLEAR } as const;
			return [failedAs(codes, failureResult(failureContext, failure))];
		}
	}
}

/** RSA's API cannot disable an offline code. */
function offlineCodeOf({ user }: UserDetails): readonly Planned[] {
	const { offlineCodeValidUntil } = codeStateOf(user, new Date());
	if (offlineCodeValidUntil === undefined) return [];
	const name = { kind: 'offlineEmergencyAccessCode', offlineCodeValidUntil } as const;
	return [leftOver(name, 'worksUntilItExpires')];
}

function notShown(
	{ requested: { reference } }: UserToOffboard,
	details: Exclude<LookUpResult<UserDetails>, { kind: 'found' }>,
): Planned {
	const failureContext = { wording: codeWording(reference), named: {} };
	const result =
		details.kind === 'failed'
			? notStartedResult(failureContext, 'userLookUpFailed', details)
			: failureResult(failureContext, absentUser(reference));
	return failedAs(codes, result);
}

/**
 * A part that failed before anything was sent for it.
 *
 * @throws if the result is no failure
 */
export function failedAs(name: PartName, result: Result): Planned {
	if (result.kind !== 'failed') throw new Error('The result has not failed');
	return { to: 'failed', entry: failedEntry(name, result) };
}

/** RSA's JSON of the user; empty if the look-up failed. */
function shownOf({ details }: UserToOffboard): JsonObject {
	return details.kind === 'found' ? details.value.user : {};
}
