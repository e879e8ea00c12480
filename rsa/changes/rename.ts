import { rights } from '../administration';
import type { Change, Standing } from '../change';
import { requestTo } from '../endpoints';
import { readStateOf, type Ownership } from '../hardwareToken';

const standings: Readonly<Record<Exclude<Ownership, 'theirs'>, Standing>> = {
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
		outcomeBefore: 'alreadyRenamed',
		outcomeOfDryRun: 'wouldRename',
		notDone: ({ tokenSerialNumber }) => `Hardware token ${tokenSerialNumber} was not renamed`,
		unknown: ({ tokenSerialNumber }) =>
			`It is not known whether hardware token ${tokenSerialNumber} was renamed`,
		right: rights.changeHardwareTokens,

		request: ({ userId, tokenSerialNumber }) =>
			requestTo('rename', { path: { userId }, body: { tokenSerialNumber, updatedName } }),

		confirmedState(body, target) {
			const state = readStateOf(body, target);
			return state?.name === updatedName ? state : undefined;
		},

		standing({ ownership, state: { name } }) {
			if (ownership !== 'theirs') return standings[ownership];
			if (name === undefined) return undefined;
			return name === updatedName ? 'reached' : 'unchanged';
		},

		changed: () => ({ name: updatedName }),

		stateReadBack: ({ state }) => state,
	};
}
