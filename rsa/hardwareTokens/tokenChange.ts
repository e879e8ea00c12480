import { serverMessageFor } from '../errors/serverMessageFor';
import { causeInWords, type Failure, type Wording } from '../errors/failure';
import type { RsaRequest } from '../http/endpoints';
import type { Change } from '../delivery/change';
import type { HardwareToken, TokenState, TokenTarget, TokenOfUser } from './hardwareToken';
import { lookUpHardwareToken } from './lookUpHardwareToken';
import { stateOfChange, type Comparison } from './stateOfChange';

/** A change of hardware tokens that RSA's API can make, for any target. */
export interface TokenChange<Target extends TokenTarget = TokenOfUser> extends Pick<
	Change,
	'outcome' | 'noopOutcome' | 'dryRunOutcome' | 'readFirst'
> {
	/** What of the token is changed, if not the token itself, such as "the PIN of ". */
	readonly part?: string;
	/** What is done to it, such as "cleared". */
	readonly done: string;
	/** What the credential must be allowed to do, as an operator reads it. */
	readonly permission: string;
	/** Whether a token that RSA does not know is in the requested state. */
	readonly isDoneByAbsence?: boolean;
	/** RSA's words for this change that belong to another call, so that they must not be passed on. */
	readonly misleadingMessage?: RegExp;
	request(target: Target): RsaRequest;
	/** The token's state if a 200's body says that it is the requested one, else undefined. */
	confirmedState(body: unknown, target: Target): TokenState | undefined;
	/** How the token stands to the change; undefined if the look-up leaves open what the change is about. */
	compare(token: HardwareToken): Comparison | undefined;
	/** Properties of the token's state that the change would set; undefined if the token would be gone. */
	expectedState(target: Target): TokenState | undefined;
	/** The token's state, as an item carries it, if a look-up has shown that it is the requested one. */
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
			// Of all 2xx a 200 alone says that the change is made: a 202 is a promise.
			const state = status === 200 ? change.confirmedState(body, target) : undefined;
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

/** The words for a change of one hardware token that failed. */
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

/** RSA's words for a conflict may name another person. */
function unexplained(failure: Failure, reason: string, mayHaveBeenApplied: boolean): Failure {
	const cause = 'conflictUnexplained';
	const conflict: Failure = { ...failure, cause, reason, serverMessage: undefined };
	return mayHaveBeenApplied
		? { ...conflict, cause: 'stateUnknown', reason: causeInWords(conflict) }
		: conflict;
}
