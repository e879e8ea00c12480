import type { IDataObject } from 'n8n-workflow';

import type { Change, TokenTarget } from '../../../../rsa/hardwareTokens/tokenChange';
import { clearPin } from '../../../../rsa/hardwareTokens/changes/clearPin';
import type { Subject, Wording } from '../../../../rsa/errors/failure';
import { jsonObject } from '../../../../rsa/values/jsonObject';
import type { Result } from '../operation';
import type { Told } from './carryOut';

/** A failure to clear the PIN first, in the words of the change that it was for. */
export function clearPinBefore(change: Change): Wording<TokenTarget> {
	return {
		...clearPin,
		notDone: (target) => `${change.notDone(target)}, since its PIN could not be cleared first`,
		unknown: (target) =>
			`${change.notDone(target)}, since it is not known whether its PIN was cleared first`,
	};
}

/**
 * Clears the PIN, then unassigns, if the PIN is cleared: RSA clears the PIN of assigned tokens only.
 *
 * @param unassigning gets what a failure of it is told by
 * @returns what unassigning came to, with what became of the PIN
 */
export async function carryOutAfter(
	clearing: () => Promise<Told>,
	unassigning: (subject: Subject) => Promise<Told>,
): Promise<Told> {
	const tellPin = await clearing();
	const pin = tellPin();
	if (pin.kind === 'failed') return tellPin;
	const { outcome: pinOutcome } = pin.json;
	const isCleared = pinOutcome === clearPin.outcome;
	const tell = await unassigning(isCleared ? 'hardwareTokenWithoutPin' : 'hardwareToken');
	const pinTries = pin.sent?.tries ?? 0;
	return (reference) => withPin(pin.json, pinTries, tell(reference));
}

function withPin(json: IDataObject, pinTries: number, unassigned: Result): Result {
	const { outcome: pinOutcome } = json;
	const sent = { tries: 0, ...unassigned.sent, pinTries };
	if (unassigned.kind === 'done') {
		return { ...unassigned, sent, json: { ...together(json, unassigned.json), pinOutcome } };
	}
	const { problem } = unassigned;
	const message =
		pinOutcome === clearPin.outcome ? `${problem.message}. Its PIN was cleared` : problem.message;
	const details = { ...problem.details, pinOutcome, ...(pinTries > 1 && { pinTries }) };
	return { ...unassigned, sent, problem: { ...problem, message, details } };
}

/** One item's `before` and `after` of two changes. Of a dry run, the token never was as after the first one. */
function together(first: IDataObject, second: IDataObject): IDataObject {
	if (second.after === undefined) return second;
	const pin = second.dryRun === true ? { pinSet: jsonObject(first.after)?.pinSet } : {};
	return { ...second, before: first.before, after: { ...jsonObject(second.after), ...pin } };
}
