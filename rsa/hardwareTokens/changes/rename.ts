import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import { parseStateOf } from '../hardwareToken';
import { assignedOnly } from '../stateOfChange';
import type { TokenChange } from '../tokenChange';

/**
 * RSA's "Cloud Administration Update Hardware Token Name API".
 *
 * @param updatedName new name of the token
 */
export function rename(updatedName: string): TokenChange {
	return {
		outcome: 'renamed',
		noopOutcome: 'alreadyRenamed',
		dryRunOutcome: 'wouldRename',
		done: 'renamed',
		permission: permissions.changeHardwareTokens,

		request: ({ userId, tokenSerialNumber }) =>
			requestTo('rename', { path: { userId }, body: { tokenSerialNumber, updatedName } }),

		confirmedState(body, target) {
			const state = parseStateOf(body, target);
			return state?.name === updatedName ? state : undefined;
		},

		compare({ owner, state: { name } }) {
			if (owner !== 'user') return assignedOnly[owner];
			if (name === undefined) return undefined;
			return name === updatedName ? 'done' : 'unchanged';
		},

		expectedState: () => ({ name: updatedName }),
	};
}
