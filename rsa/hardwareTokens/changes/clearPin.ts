import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import { parseStateOf, type HardwareToken } from '../hardwareToken';
import type { Comparison } from '../stateOfChange';
import type { TokenChange } from '../tokenChange';

type Row = Readonly<Record<'pinSet' | 'noPinSet', Comparison>>;

const comparisons: Readonly<Record<Exclude<HardwareToken['owner'], 'someoneElse'>, Row>> = {
	user: { pinSet: 'unchanged', noPinSet: 'done' },
	// RSA clears the PIN of assigned tokens only (409), so none of this run's requests cleared it.
	nobody: { pinSet: 'unassignedWithPin', noPinSet: 'doneBefore' },
};

/** RSA's "Cloud Administration Clear PIN for Hardware Token API". */
export const clearPin: TokenChange = {
	outcome: 'pinCleared',
	noopOutcome: 'pinAlreadyCleared',
	dryRunOutcome: 'wouldClearPin',
	part: 'the PIN of ',
	done: 'cleared',
	// RSA's page documents the 500 with the message of the calls that enable and disable a token.
	misleadingMessage: /enable\s*\/\s*disable/i,
	permission: permissions.changeHardwareTokens,

	request: ({ userId, tokenSerialNumber }) =>
		requestTo('clearPin', { path: { userId }, body: { tokenSerialNumber } }),

	confirmedState(body, target) {
		const state = parseStateOf(body, target);
		return state?.pinSet === false ? state : undefined;
	},

	compare({ owner, pinSet }) {
		if (owner === 'someoneElse') return 'assignedToSomebodyElse';
		return pinSet === undefined ? undefined : comparisons[owner][pinSet ? 'pinSet' : 'noPinSet'];
	},

	expectedState: () => ({ pinSet: false }),
};
