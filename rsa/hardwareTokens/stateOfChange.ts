import { stateOfAbsentTarget } from '../delivery/absentTarget';
import type { ChangeState, Occasion } from '../delivery/change';
import type { LookUpResult } from '../delivery/lookUp';
import type { Cause } from '../errors/errorTexts';
import type { HardwareToken, TokenState, TokenTarget } from './hardwareToken';

/** The state of a hardware token that was looked up, compared with a change of it. */
export type Comparison =
	/** In the requested state. */
	| 'done'
	/** In the requested state, and none of the item's requests can have brought it there. */
	| 'doneBefore'
	/** Not in the requested state: the change can be made. */
	| 'unchanged'
	| BlockingCause;

/** Why a change must not or cannot be made. */
type BlockingCause =
	/** It is unassigned, and RSA changes the status and name of assigned tokens only. */
	| 'unassigned'
	/** It is unassigned with a PIN, and RSA clears the PIN of assigned tokens only. */
	| 'unassignedWithPin'
	/** It is assigned, and the change is for unassigned tokens. */
	| 'stillAssigned'
	/** It is assigned to the user, with another name than the requested one. */
	| 'nameDiffers'
	/** It is assigned to another user: it is never changed. */
	| 'assignedToSomebodyElse';

/** Comparisons for a change that RSA makes only of assigned tokens, if the user of the item does not have the token. */
export const assignedOnly: Readonly<Record<Exclude<HardwareToken['owner'], 'user'>, Comparison>> = {
	nobody: 'unassigned',
	someoneElse: 'assignedToSomebodyElse',
};

/** The parts of a change that a look-up of its token depends on. */
interface ComparedChange {
	readonly isDoneByAbsence?: boolean;
	compare(token: HardwareToken): Comparison | undefined;
	stateFrom?(token: HardwareToken): TokenState;
}

const NOT_SHOWN: Readonly<Record<Occasion['stage'], string>> = {
	before: "RSA's response does not show its state",
	after: "RSA's response does not show the state that the change is about",
	verify: 'it does not show the requested state',
};

/** The state of a hardware token that was looked up, compared with a change of it; explains a 409 or 404 to the change. */
export function stateOfChange(
	change: ComparedChange,
	target: TokenTarget,
	result: LookUpResult<HardwareToken>,
	occasion: Occasion,
): ChangeState {
	switch (result.kind) {
		case 'failed':
			return { kind: 'unknown', reason: result.reason, failed: result };
		case 'absent':
			return change.isDoneByAbsence === true
				? { kind: 'done', state: { tokenSerialNumber: target.tokenSerialNumber } }
				: absent(occasion);
		case 'found':
			return stateByToken(change, target, result.value, occasion);
	}
}

function absent(occasion: Occasion): ChangeState {
	const anyMore = occasion.stage === 'verify' ? ' any more' : '';
	const reason = `RSA knows no such hardware token${anyMore}`;
	return stateOfAbsentTarget('hardwareTokenUnknown', reason, occasion);
}

function stateByToken(
	change: ComparedChange,
	{ userId }: TokenTarget,
	token: HardwareToken,
	{ stage, cause }: Occasion,
): ChangeState {
	const found = token.state;
	const comparison = change.compare(token);
	switch (comparison) {
		case 'done':
		case 'doneBefore': {
			const state = change.stateFrom?.(token) ?? found;
			return { kind: 'done', state, isNoop: comparison === 'doneBefore', found };
		}
		default:
			if (cause === 'userOrHardwareTokenUnknown') {
				const about = { found, mayLag: comparison === 'unchanged' };
				return userId === undefined
					? { kind: 'unknown', reason: 'it shows the hardware token', ...about }
					: { ...whoIsUnknown[token.owner], ...about };
			}
			if (comparison === undefined) return { kind: 'unknown', reason: NOT_SHOWN[stage], found };
			return comparison === 'unchanged'
				? { kind: 'unchanged', found }
				: { kind: 'blocked', cause: comparison, found };
	}
}

/**
 * What a 404 to a change means if the look-up shows the token. RSA's 404 is for the user or for the token, and a token
 * can be looked up without a user.
 */
const whoIsUnknown: Readonly<
	Record<
		HardwareToken['owner'],
		{ readonly kind: 'blocked'; readonly cause: Cause; readonly quotesServer?: boolean }
	>
> = {
	someoneElse: { kind: 'blocked', cause: 'userUnknown' },
	nobody: { kind: 'blocked', cause: 'userUnknown', quotesServer: true },
	user: { kind: 'blocked', cause: 'ownerUnknown', quotesServer: true },
};
