import { permissions } from '../../errors/permissions';
import type { Change, Comparison } from '../tokenChange';
import { requestTo } from '../../http/endpoints';
import { parseStateOf, UNASSIGNED, type Ownership } from '../hardwareToken';

const standings: Readonly<Record<Exclude<Ownership, 'theirs'>, Comparison>> = {
	nobodys: 'unchanged',
	somebodyElses: 'somebodyElses',
};

/**
 * RSA's "Cloud Administration Assign Hardware Token API".
 *
 * @param tokenName what the token is called from then on; without it RSA takes the serial number
 */
export function assign(tokenName?: string): Change {
	const asNamed = tokenName === undefined ? '' : ` with the name '${tokenName}'`;
	const hasItsName = (name: unknown) => tokenName === undefined || name === tokenName;

	return {
		outcome: 'assigned',
		noopOutcome: 'alreadyAssigned',
		dryRunOutcome: 'wouldAssign',
		notDone: ({ tokenSerialNumber }) =>
			`Hardware token ${tokenSerialNumber} was not assigned${asNamed}`,
		unknown: ({ tokenSerialNumber }) =>
			`It is not known whether hardware token ${tokenSerialNumber} was assigned${asNamed}`,
		permission: permissions.changeHardwareTokens,

		request: ({ userId, tokenSerialNumber }) =>
			requestTo('assign', {
				path: { userId },
				body: { tokenSerialNumber, ...(tokenName !== undefined && { tokenName }) },
			}),

		confirmedState(body, target) {
			const state = parseStateOf(body, target);
			if (state === undefined || state.tokenState === UNASSIGNED) return undefined;
			return typeof state.userId === 'string' && hasItsName(state.name) ? state : undefined;
		},

		compare({ ownership, state: { name } }) {
			if (ownership !== 'theirs') return standings[ownership];
			if (hasItsName(name)) return 'reached';
			return name === undefined ? undefined : 'nameDiffers';
		},

		expectedState: ({ userId }) => ({
			userId,
			...(tokenName !== undefined && { name: tokenName }),
		}),

		stateReadBack: ({ state }) => state,
	};
}
