import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import { isDocumented } from '../../values/documentedValues';
import { parseStateOf } from '../hardwareToken';
import { assignedOnly } from '../stateOfChange';
import type { TokenChange } from '../tokenChange';

/** RSA's "Cloud Administration Enable Hardware Token API". */
export const enable: TokenChange = changeOfStatus('enable', 'Enabled', {
	outcome: 'enabled',
	noopOutcome: 'alreadyEnabled',
	dryRunOutcome: 'wouldEnable',
});

/** RSA's "Cloud Administration Disable Hardware Token API". */
export const disable: TokenChange = changeOfStatus('disable', 'Disabled', {
	outcome: 'disabled',
	noopOutcome: 'alreadyDisabled',
	dryRunOutcome: 'wouldDisable',
});

function changeOfStatus(
	endpoint: 'enable' | 'disable',
	requested: 'Enabled' | 'Disabled',
	outcomes: Pick<TokenChange, 'outcome' | 'noopOutcome' | 'dryRunOutcome'>,
): TokenChange {
	return {
		...outcomes,
		done: outcomes.outcome,
		permission: permissions.changeHardwareTokens,

		request: ({ userId, tokenSerialNumber }) =>
			requestTo(endpoint, { path: { userId }, body: { tokenSerialNumber } }),

		confirmedState(body, target) {
			const state = parseStateOf(body, target);
			return state?.tokenStatus === requested ? state : undefined;
		},

		compare({ owner, state: { tokenStatus } }) {
			if (owner !== 'user') return assignedOnly[owner];
			if (!isDocumented('tokenStatus', tokenStatus)) return undefined;
			return tokenStatus === requested ? 'done' : 'unchanged';
		},

		expectedState: () => ({ tokenStatus: requested }),
	};
}
