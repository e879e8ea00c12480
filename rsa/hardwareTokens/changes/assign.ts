import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import { parseStateOf, UNASSIGNED, type HardwareToken } from '../hardwareToken';
import type { Comparison } from '../stateOfChange';
import type { TokenChange } from '../tokenChange';

const withoutUser: Readonly<Record<Exclude<HardwareToken['owner'], 'user'>, Comparison>> = {
	nobody: 'unchanged',
	someoneElse: 'assignedToSomebodyElse',
};

/**
 * RSA's "Cloud Administration Assign Hardware Token API".
 *
 * @param tokenName new name of the token; without it, RSA uses the serial number
 */
export function assign(tokenName?: string): TokenChange {
	const hasName = (name: unknown) => tokenName === undefined || name === tokenName;

	return {
		outcome: 'assigned',
		noopOutcome: 'alreadyAssigned',
		dryRunOutcome: 'wouldAssign',
		done: tokenName === undefined ? 'assigned' : `assigned with the name '${tokenName}'`,
		permission: permissions.changeHardwareTokens,

		request: ({ userId, tokenSerialNumber }) =>
			requestTo('assign', {
				path: { userId },
				body: { tokenSerialNumber, ...(tokenName !== undefined && { tokenName }) },
			}),

		confirmedState(body, target) {
			const state = parseStateOf(body, target);
			if (state === undefined || state.tokenState === UNASSIGNED) return undefined;
			return typeof state.userId === 'string' && hasName(state.name) ? state : undefined;
		},

		compare({ owner, state: { name } }) {
			if (owner !== 'user') return withoutUser[owner];
			if (hasName(name)) return 'done';
			return name === undefined ? undefined : 'nameDiffers';
		},

		expectedState: ({ userId }) => ({
			userId,
			...(tokenName !== undefined && { name: tokenName }),
		}),
	};
}
