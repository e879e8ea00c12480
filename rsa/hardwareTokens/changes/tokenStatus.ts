import { permissions } from '../../errors/permissions';
import type { Change, Comparison } from '../tokenChange';
import { isDocumented } from '../../values/documentedValues';
import { requestTo } from '../../http/endpoints';
import { parseStateOf, type Ownership } from '../hardwareToken';

type TokenStatus = 'Enabled' | 'Disabled';

const standings: Readonly<Record<Exclude<Ownership, 'theirs'>, Comparison>> = {
	// RSA enables and disables assigned tokens only.
	nobodys: 'unassigned',
	somebodyElses: 'somebodyElses',
};

/** RSA's "Cloud Administration Enable Hardware Token API". */
export const enable: Change = changeOfStatus('enable', 'Enabled', {
	outcome: 'enabled',
	noopOutcome: 'alreadyEnabled',
	dryRunOutcome: 'wouldEnable',
});

/** RSA's "Cloud Administration Disable Hardware Token API". */
export const disable: Change = changeOfStatus('disable', 'Disabled', {
	outcome: 'disabled',
	noopOutcome: 'alreadyDisabled',
	dryRunOutcome: 'wouldDisable',
});

function changeOfStatus(
	endpoint: 'enable' | 'disable',
	asked: TokenStatus,
	outcomes: Pick<Change, 'outcome' | 'noopOutcome' | 'dryRunOutcome'>,
): Change {
	return {
		...outcomes,
		notDone: ({ tokenSerialNumber }) =>
			`Hardware token ${tokenSerialNumber} was not ${outcomes.outcome}`,
		unknown: ({ tokenSerialNumber }) =>
			`It is not known whether hardware token ${tokenSerialNumber} was ${outcomes.outcome}`,
		permission: permissions.changeHardwareTokens,

		request: ({ userId, tokenSerialNumber }) =>
			requestTo(endpoint, { path: { userId }, body: { tokenSerialNumber } }),

		confirmedState(body, target) {
			const state = parseStateOf(body, target);
			return state?.tokenStatus === asked ? state : undefined;
		},

		compare({ ownership, state: { tokenStatus } }) {
			if (ownership !== 'theirs') return standings[ownership];
			if (!isDocumented('tokenStatus', tokenStatus)) return undefined;
			return tokenStatus === asked ? 'reached' : 'unchanged';
		},

		expectedState: () => ({ tokenStatus: asked }),

		stateReadBack: ({ state }) => state,
	};
}
