import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import type { TokenTarget } from '../hardwareToken';
import type { TokenChange } from '../tokenChange';

/**
 * RSA's "Cloud Administration Delete Hardware Token API". Its table of codes has none for an assigned token, so that
 * it may well take it from its user: the token is looked up first.
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

	// RSA's table says "token details" and shows none: a look-up shows that the record is gone.
	confirmedState: () => undefined,

	compare: ({ owner }) => (owner === 'nobody' ? 'unchanged' : 'stillAssigned'),

	expectedState: () => undefined,
};
