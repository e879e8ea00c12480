import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import { showsAssignment, type TokenTarget } from '../hardwareToken';
import type { TokenChange } from '../tokenChange';

/**
 * RSA's "Cloud Administration Delete Hardware Token API". Its table of codes has none for an assigned token: RSA may
 * delete that too. So the token is looked up first.
 */
export const deleteRecord: TokenChange<TokenTarget> = {
	outcome: 'deleted',
	noopOutcome: 'alreadyDeleted',
	dryRunOutcome: 'wouldDelete',
	part: 'the record of ',
	done: 'deleted',
	permission: permissions.deleteHardwareTokens,
	isDoneByAbsence: true,
	readFirst: true,

	request: ({ tokenSerialNumber }) =>
		requestTo('deleteHardwareToken', { body: { tokenSerialNumber } }),

	// RSA's page promises "token details" and shows none, so a look-up has to show that the record is gone.
	confirmedState: () => undefined,

	compare: ({ owner, state }) => {
		if (owner !== 'nobody') return 'stillAssigned';
		// No owner, but an assignment: it is not known whether somebody has it, and a deletion cannot be undone.
		return showsAssignment(state) ? undefined : 'unchanged';
	},

	expectedState: () => undefined,
};
