import { rights } from '../administration';
import type { Change, Standing } from '../change';
import { requestTo } from '../endpoints';
import { readStateOf, type Ownership } from '../hardwareToken';

const standings: Readonly<Record<Ownership, Standing>> = {
	theirs: 'reached',
	nobodys: 'unchanged',
	somebodyElses: 'somebodyElses',
};

/**
 * RSA's "Cloud Administration Assign Hardware Token API".
 *
 * @param tokenName what the token is called from then on; without it RSA takes the serial number
 */
export function assign(tokenName?: string): Change {
	return {
		outcome: 'assigned',
		outcomeBefore: 'alreadyAssigned',
		outcomeOfDryRun: 'wouldAssign',
		notDone: ({ tokenSerialNumber }) => `Hardware token ${tokenSerialNumber} was not assigned`,
		unknown: ({ tokenSerialNumber }) =>
			`It is not known whether hardware token ${tokenSerialNumber} was assigned`,
		right: rights.changeHardwareTokens,

		request: ({ userId, tokenSerialNumber }) =>
			requestTo('assign', {
				path: { userId },
				body: { tokenSerialNumber, ...(tokenName !== undefined && { tokenName }) },
			}),

		confirmedState(body, target) {
			const state = readStateOf(body, target);
			return typeof state?.userId === 'string' ? state : undefined;
		},

		standing: ({ ownership }) => standings[ownership],

		changed: ({ userId }) => ({ userId, ...(tokenName !== undefined && { name: tokenName }) }),

		stateReadBack: ({ state }) => state,
	};
}
