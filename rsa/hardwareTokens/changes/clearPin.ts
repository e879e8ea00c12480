import { permissions } from '../../errors/permissions';
import type { Change, Comparison } from '../tokenChange';
import { requestTo } from '../../http/endpoints';
import { parseStateOf, type Ownership } from '../hardwareToken';

const standings: Readonly<Record<Ownership, Record<'pinSet' | 'noPinSet', Comparison>>> = {
	theirs: { pinSet: 'unchanged', noPinSet: 'reached' },
	// RSA clears the PIN of assigned tokens only (409), so it was not this run that did.
	nobodys: { pinSet: 'unassignedWithPin', noPinSet: 'reachedBefore' },
	somebodyElses: { pinSet: 'somebodyElses', noPinSet: 'somebodyElses' },
};

/** RSA's "Cloud Administration Clear PIN for Hardware Token API". */
export const clearPin: Change = {
	outcome: 'pinCleared',
	noopOutcome: 'pinAlreadyCleared',
	dryRunOutcome: 'wouldClearPin',
	notDone: ({ tokenSerialNumber }) =>
		`The PIN of hardware token ${tokenSerialNumber} was not cleared`,
	unknown: ({ tokenSerialNumber }) =>
		`It is not known whether the PIN of hardware token ${tokenSerialNumber} was cleared`,
	// The page documents its 500 with the text of the calls that enable and disable a token.
	misleadingText: /enable\s*\/\s*disable/i,
	permission: permissions.changeHardwareTokens,

	request: ({ userId, tokenSerialNumber }) =>
		requestTo('clearPin', { path: { userId }, body: { tokenSerialNumber } }),

	confirmedState(body, target) {
		const state = parseStateOf(body, target);
		return state?.pinSet === false ? state : undefined;
	},

	compare({ ownership, pinSet }) {
		if (ownership !== 'somebodyElses' && pinSet === undefined) return undefined;
		return standings[ownership][pinSet ? 'pinSet' : 'noPinSet'];
	},

	expectedState: () => ({ pinSet: false }),

	stateReadBack: ({ state }) => state,
};
