import { rights } from '../administration';
import type { Change, Standing, TokenTarget } from '../change';
import { requestTo } from '../endpoints';
import type { Ownership } from '../hardwareToken';

const standings: Readonly<Record<Ownership, Standing>> = {
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
	outcomeBefore: 'alreadyDeleted',
	outcomeOfDryRun: 'wouldDelete',
	notDone: ({ tokenSerialNumber }) =>
		`The record of hardware token ${tokenSerialNumber} was not deleted`,
	unknown: ({ tokenSerialNumber }) =>
		`It is not known whether the record of hardware token ${tokenSerialNumber} was deleted`,
	right: rights.deleteHardwareTokens,
	isReachedByAbsence: true,
	looksFirst: true,

	request: ({ tokenSerialNumber }) =>
		requestTo('deleteHardwareToken', { body: { tokenSerialNumber } }),

	// RSA's table says "token details" and shows none: that it is gone is what a read after it says.
	confirmedState: () => undefined,

	standing: ({ ownership }) => standings[ownership],

	changed: () => undefined,

	stateReadBack: ({ state }) => state,
};
