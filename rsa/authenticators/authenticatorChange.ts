import { stateOfAbsentTarget } from '../delivery/absentTarget';
import type { Change, ChangeState, Occasion } from '../delivery/change';
import type { LookUpFailed } from '../delivery/lookUp';
import { stateUnknownWith } from '../delivery/stateUnknown';
import { isRsasOwn404 } from '../errors/classifyResponse';
import type { Cause } from '../errors/errorTexts';
import type { Wording } from '../errors/failure';
import { serverMessageFor } from '../errors/serverMessageFor';
import type { HttpResponse } from '../http/response';
import { statusCodes } from '../http/statusCodes';

/** A change of one authenticator, for any user who has it. */
export interface AuthenticatorChange {
	readonly wording: Wording;
	readonly of: (userId: string) => Change;
}

/** The words of its texts. */
interface Words {
	/** The authenticator, such as "FIDO authenticator 1". */
	readonly what: string;
	/** What is done to it, such as "disabled". */
	readonly done: string;
	/** The permission that the credential needs: a row of `permissions`. */
	readonly permission: string;
}

/** The parts in which changes of authenticators differ. */
type Special = Omit<Change, 'wording' | 'causeOf' | 'detailsOf' | 'serverMessageOf' | 'unsettled'>;

const CHECK_NAMES =
	"Check the user and the ID or serial number of the authenticator: the operation 'Get Many' of the resource 'Authenticator' shows both.";
const CHECK_STATE =
	"Look the user's authenticators up with the operation 'Get Many', or run this item again: an authenticator that is already in the requested state is not changed twice.";

/**
 * A change of one authenticator.
 *
 * @param special returns the parts in which it differs from others, for a user
 */
export function authenticatorChange(
	words: Words,
	special: (userId: string) => Special,
): AuthenticatorChange {
	const wording = wordingOf(words);
	return {
		wording,
		of: (userId) => ({
			...special(userId),
			wording,
			causeOf,
			detailsOf: (cause) => (cause === 'invalidUserRequest' ? { advice: CHECK_NAMES } : {}),
			serverMessageOf: (response) => serverMessageFor(response, userId),
			unsettled: stateUnknownWith(CHECK_STATE, 'it could not be read back'),
		}),
	};
}

/** The state of an authenticator whose user RSA does not know. */
export function ofUnknownUser(occasion: Occasion): ChangeState {
	return stateOfAbsentTarget('userNotFound', 'RSA does not know the user', occasion);
}

/** The state of an authenticator whose look-up failed. */
export function notShown(failed: LookUpFailed): ChangeState {
	return { kind: 'unknown', reason: failed.reason, failed };
}

function wordingOf({ what, done, permission }: Words): Wording {
	return {
		notDone: `${what} was not ${done}`,
		unknown: `It is not known whether ${what} was ${done}`,
		subject: 'authenticator',
		permission,
	};
}

/** RSA's pages of these calls document no 409. */
function causeOf(response: HttpResponse): Cause | undefined {
	switch (response.status) {
		case statusCodes.badRequest:
			return 'invalidUserRequest';
		case statusCodes.notFound:
			return isRsasOwn404(response) ? 'authenticatorUnknown' : 'notTheApi';
		case statusCodes.conflict:
			return 'unexpectedStatus';
		default:
			return undefined;
	}
}
