import { serverMessageFor } from '../errors/serverMessageFor';
import { causeInWords, type Failure, type Wording } from '../errors/failure';
import type { RsaRequest } from '../http/endpoints';
import type { Change } from '../delivery/change';
import { statusCodes } from '../http/statusCodes';
import type { HardwareToken, TokenState, TokenTarget, TokenOfUser } from './hardwareToken';
import { lookUpHardwareToken } from './lookUpHardwareToken';
import { stateOfChange, type Comparison } from './stateOfChange';

/** A kind of change that RSA's API can make of hardware tokens. */
export interface TokenChange<Target extends TokenTarget = TokenOfUser> extends Pick<
	Change,
	'outcome' | 'noopOutcome' | 'dryRunOutcome' | 'readFirst'
> {
	/** The part of the token that is changed, for texts, such as "the PIN of "; undefined for the token itself. */
	readonly part?: string;
	/** What is done to it, for texts, such as "cleared". */
	readonly done: string;
	/** The permission that the credential needs: a row of `permissions`. */
	readonly permission: string;
	/** Whether a token that RSA does not know is in the requested state. */
	readonly isDoneByAbsence?: boolean;
	/** Messages of RSA that belong to another call: they are not shown. */
	readonly misleadingMessage?: RegExp;
	request(target: Target): RsaRequest;
	/** @returns the token's state if the body of a 200 shows that it is the requested one; undefined otherwise */
	confirmedState(body: unknown, target: Target): TokenState | undefined;
	/** @returns the token compared with the change; undefined if the look-up does not show what the change is about */
	compare(token: HardwareToken): Comparison | undefined;
	/** @returns properties that the change would set; undefined if the token would be gone */
	expectedState(target: Target): TokenState | undefined;
	/** @returns the token's state in an item after a look-up that shows the requested state, if not RSA's JSON as it is */
	stateFrom?(token: HardwareToken): TokenState;
}

/** A change of one hardware token. */
export function changeOf<Target extends TokenTarget>(
	change: TokenChange<Target>,
	target: Target,
): Change {
	const { outcome, noopOutcome, dryRunOutcome, readFirst } = change;
	return {
		outcome,
		noopOutcome,
		dryRunOutcome,
		readFirst,
		request: change.request(target),
		wording: wordingOf(change, target),
		expectedState: change.expectedState(target),
		confirm({ status, body }) {
			// Of all 2xx only a 200 says that the change was made: a 202 only promises it.
			const state = status === statusCodes.ok ? change.confirmedState(body, target) : undefined;
			return state && { state };
		},
		serverMessageOf(response) {
			const message = serverMessageFor(response, target.userId);
			const isMisleading = message !== undefined && change.misleadingMessage?.test(message);
			return isMisleading ? undefined : message;
		},
		lookUp: async (client, occasion) =>
			stateOfChange(change, target, await lookUpHardwareToken(target, client), occasion),
		unsettled,
	};
}

/** The texts for a change of one hardware token that failed. */
export function wordingOf(
	{ part = '', done, permission }: Pick<TokenChange, 'part' | 'done' | 'permission'>,
	{ tokenSerialNumber }: TokenTarget,
): Wording {
	const what = `${part}hardware token ${tokenSerialNumber} was`;
	return {
		notDone: `${what.charAt(0).toUpperCase()}${what.slice(1)} not ${done}`,
		unknown: `It is not known whether ${what} ${done}`,
		permission,
	};
}

function unsettled(failure: Failure, why = '', mayHaveBeenApplied: boolean): Failure {
	if (failure.cause === 'conflict') return unexplained(failure, why, mayHaveBeenApplied);
	if (!mayHaveBeenApplied) return { ...failure, reason: why };
	const reason = `${causeInWords(failure)}, and it could not be read back: ${why}`;
	return { ...failure, cause: 'stateUnknown', reason };
}

/** Without RSA's message, which may name another user. */
function unexplained(failure: Failure, reason: string, mayHaveBeenApplied: boolean): Failure {
	const cause = 'conflictUnexplained';
	const conflict: Failure = { ...failure, cause, reason, serverMessage: undefined };
	return mayHaveBeenApplied
		? { ...conflict, cause: 'stateUnknown', reason: causeInWords(conflict) }
		: conflict;
}
