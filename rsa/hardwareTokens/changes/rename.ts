import { permissions } from '../../errors/permissions';
import type { Change, Comparison } from '../tokenChange';
import { requestTo } from '../../http/endpoints';
import { parseStateOf, type Ownership } from '../hardwareToken';

const standings: Readonly<Record<Exclude<Ownership, 'theirs'>, Comparison>> = {
	// RSA names assigned tokens only.
	nobodys: 'unassigned',
	somebodyElses: 'somebodyElses',
};

/**
 * RSA's "Cloud Administration Update Hardware Token Name API".
 *
 * @param updatedName what the token is to be called
 */
export function rename(updatedName: string): Change {
	return {
		outcome: 'renamed',
		noopOutcome: 'alreadyRenamed',
		dryRunOutcome: 'wouldRename',
		notDone: ({ tokenSerialNumber }) => `Hardware token ${tokenSerialNumber} was not renamed`,
		unknown: ({ tokenSerialNumber }) =>
			`It is not known whether hardware token ${tokenSerialNumber} was renamed`,
		permission: permissions.changeHardwareTokens,

		request: ({ userId, tokenSerialNumber }) =>
			requestTo('rename', { path: { userId }, body: { tokenSerialNumber, updatedName } }),

		confirmedState(body, target) {
			const state = parseStateOf(body, target);
			return state?.name === updatedName ? state : undefined;
		},

		compare({ ownership, state: { name } }) {
			if (ownership !== 'theirs') return standings[ownership];
			if (name === undefined) return undefined;
			return name === updatedName ? 'reached' : 'unchanged';
		},

		expectedState: () => ({ name: updatedName }),

		stateReadBack: ({ state }) => state,
	};
}
