import { permissions } from '../../errors/permissions';
import type { Change, Comparison, TokenTarget } from '../tokenChange';
import { requestTo } from '../../http/endpoints';
import type { Ownership } from '../hardwareToken';

const standings: Readonly<Record<Ownership, Comparison>> = {
	theirs: 'stillAssigned',
	nobodys: 'unchanged',
	somebodyElses: 'stillAssigned',
};

/**
 * RSA's "Cloud Administration Delete Hardware Token API". Its table of codes has none for a token that somebody
 * has, so that it may well take it from them: the token is looked at before.
 */
export const deleteRecord: Change<TokenTarget> = {
	outcome: 'deleted',
	noopOutcome: 'alreadyDeleted',
	dryRunOutcome: 'wouldDelete',
	notDone: ({ tokenSerialNumber }) =>
		`The record of hardware token ${tokenSerialNumber} was not deleted`,
	unknown: ({ tokenSerialNumber }) =>
		`It is not known whether the record of hardware token ${tokenSerialNumber} was deleted`,
	permission: permissions.deleteHardwareTokens,
	isReachedByAbsence: true,
	readFirst: true,

	request: ({ tokenSerialNumber }) =>
		requestTo('deleteHardwareToken', { body: { tokenSerialNumber } }),

	// RSA's table says "token details" and shows none: that it is gone is what a read after it says.
	confirmedState: () => undefined,

	compare: ({ ownership }) => standings[ownership],

	expectedState: () => undefined,

	stateReadBack: ({ state }) => state,
};
