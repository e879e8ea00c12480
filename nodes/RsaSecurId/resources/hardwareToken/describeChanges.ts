import type { IDataObject } from 'n8n-workflow';

import type { ChangeResult } from '../../../../rsa/delivery/changeResult';
import type { Wording } from '../../../../rsa/errors/failure';
import { clearPin } from '../../../../rsa/hardwareTokens/changes/clearPin';
import type { TokenTarget } from '../../../../rsa/hardwareTokens/hardwareToken';
import { wordingOf, type TokenChange } from '../../../../rsa/hardwareTokens/tokenChange';
import { inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import { jsonObject } from '../../../../rsa/values/jsonObject';
import { deletionIn, factsOf, type AppliedChange, type Mode } from '../appliedChange';
import { failedChangeResult } from '../failureResult';
import type { Result } from '../result';

/** The parts of a change that its result depends on. */
interface Described {
	readonly change: Pick<
		TokenChange,
		'part' | 'done' | 'permission' | 'isDoneByAbsence' | 'dryRunOutcome'
	>;
	readonly clearPinFirst?: boolean;
	readonly mode: Mode;
	/** Left out if the change is about no user. */
	readonly reference?: UserReference;
}

/** The result of the changes of one token: that of the last one, with the result of Clear PIN if that came first. */
export function describeChanges(
	described: Described,
	target: TokenTarget,
	applied: readonly AppliedChange[],
): Result {
	const [first, second] = applied;
	const { change, clearPinFirst = false } = described;
	const wording = wordingOf(change, target);
	if (first === undefined) throw new Error('The step made no change');
	if (!clearPinFirst) return resultOf(described, target, first, wording);
	if (second === undefined) return resultOf(described, target, first, pinWording(wording, target));
	const isCleared = outcomeOf(first.result) === clearPin.outcome;
	const subject = isCleared ? 'hardwareTokenWithoutPin' : 'hardwareToken';
	return withPin(first, resultOf(described, target, second, { ...wording, subject }), described);
}

/** The texts if the PIN could not be cleared first. */
function pinWording({ notDone }: Wording, target: TokenTarget): Wording {
	return {
		...wordingOf(clearPin, target),
		notDone: `${notDone}, because its PIN could not be cleared first`,
		unknown: `${notDone}, because it is not known whether its PIN was cleared first`,
	};
}

function resultOf(
	{ change, mode, reference }: Described,
	target: TokenTarget,
	{ result, sent }: AppliedChange,
	wording: Wording,
): Result {
	const about = { ...(reference && namedBy(reference)), ...target };
	if (result.kind !== 'done') {
		const named = { ...about, ...(mode === 'dryRun' && factsOf.dryRun) };
		const user = reference && { userInWords: inWords(reference), userAsEntered: reference.value };
		const names = { ...target, ...user };
		return failedChangeResult({ wording, named, names, sent }, result);
	}
	const { state, outcome, confirmedBy, before, after } = result;
	const json = {
		...state,
		...about,
		outcome,
		...deletionIn(change, outcome),
		...(confirmedBy && { confirmedBy }),
		...(before !== undefined && { before, after }),
		...factsOf[mode],
	};
	return { kind: 'done', json, about, sent };
}

function outcomeOf(result: ChangeResult): string | undefined {
	return result.kind === 'done' ? result.outcome : undefined;
}

function withPin(pin: AppliedChange, result: Result, { mode }: Described): Result {
	const pinOutcome = outcomeOf(pin.result);
	const pinAttempts = pin.sent.attempts;
	const sent = { attempts: 0, ...result.sent, pinAttempts };
	if (result.kind === 'done') {
		return { ...result, sent, json: { ...together(pin.result, result.json, mode), pinOutcome } };
	}
	const { error } = result;
	const message =
		pinOutcome === clearPin.outcome ? `${error.message}. Its PIN was cleared` : error.message;
	const details = {
		...error.details,
		pinOutcome,
		...(pinAttempts > 1 && { pinTries: pinAttempts }),
	};
	return { ...result, sent, error: { ...error, message, details } };
}

/** `before` and `after` of two changes together. In a dry run, the second one does not know what the first would change. */
function together(pin: ChangeResult, json: IDataObject, mode: Mode): IDataObject {
	if (json.after === undefined) return json;
	const pinSet = mode === 'dryRun' ? { pinSet: pin.after?.pinSet } : {};
	return { ...json, before: pin.before, after: { ...jsonObject(json.after), ...pinSet } };
}
