import { rights } from '../administration';
import type { Change, Standing } from '../change';
import { isDocumented } from '../documentedValues';
import { requestTo } from '../endpoints';
import { readStateOf, type Ownership } from '../hardwareToken';

type TokenStatus = 'Enabled' | 'Disabled';

const standings: Readonly<Record<Exclude<Ownership, 'theirs'>, Standing>> = {
	// RSA enables and disables assigned tokens only.
	nobodys: 'unassigned',
	somebodyElses: 'somebodyElses',
};

/** RSA's "Cloud Administration Enable Hardware Token API". */
export const enable: Change = changeOfStatus('enable', 'Enabled', {
	outcome: 'enabled',
	outcomeBefore: 'alreadyEnabled',
	outcomeOfDryRun: 'wouldEnable',
});

/** RSA's "Cloud Administration Disable Hardware Token API". */
export const disable: Change = changeOfStatus('disable', 'Disabled', {
	outcome: 'disabled',
	outcomeBefore: 'alreadyDisabled',
	outcomeOfDryRun: 'wouldDisable',
});

function changeOfStatus(
	endpoint: 'enable' | 'disable',
	asked: TokenStatus,
	outcomes: Pick<Change, 'outcome' | 'outcomeBefore' | 'outcomeOfDryRun'>,
): Change {
	return {
		...outcomes,
		notDone: ({ tokenSerialNumber }) =>
			`Hardware token ${tokenSerialNumber} was not ${outcomes.outcome}`,
		unknown: ({ tokenSerialNumber }) =>
			`It is not known whether hardware token ${tokenSerialNumber} was ${outcomes.outcome}`,
		right: rights.changeHardwareTokens,

		request: ({ userId, tokenSerialNumber }) =>
			requestTo(endpoint, { path: { userId }, body: { tokenSerialNumber } }),

		confirmedState(body, target) {
			const state = readStateOf(body, target);
			return state?.tokenStatus === asked ? state : undefined;
		},

		standing({ ownership, state: { tokenStatus } }) {
			if (ownership !== 'theirs') return standings[ownership];
			if (!isDocumented('tokenStatus', tokenStatus)) return undefined;
			return tokenStatus === asked ? 'reached' : 'unchanged';
		},

		changed: () => ({ tokenStatus: asked }),

		stateReadBack: ({ state }) => state,
	};
}
