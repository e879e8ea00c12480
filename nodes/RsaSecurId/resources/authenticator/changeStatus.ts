import type { INodeProperties } from 'n8n-workflow';

import { setDs100Status } from '../../../../rsa/authenticators/changes/ds100Status';
import { setFidoStatus } from '../../../../rsa/authenticators/changes/fidoStatus';
import type { Status } from '../../../../rsa/authenticators/status';
import { choiceOf } from '../fieldValue';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { enteredIn } from '../parameters';
import { readUserReference, userField } from '../userLocator';
import {
	authenticatorIdField,
	deviceSerialNumberField,
	readAuthenticatorId,
	readDeviceSerialNumber,
} from './authenticatorFields';
import { changeAuthenticator } from './changeAuthenticator';

/** The values are those of `kind` in the items of Get Many. */
const kindField = {
	displayName: 'Kind',
	name: 'kind',
	type: 'options' as const,
	options: [
		{
			name: 'DS100',
			value: 'ds100' as const,
			description:
				'The one-time passwords of a SecurID DS100. Its FIDO part is listed separately, as a FIDO authenticator.',
		},
		{
			name: 'FIDO Authenticator',
			value: 'fido' as const,
			description: 'A security key or passkey',
		},
	],
	default: 'fido',
	description: 'Kind of authenticator',
};

/** Not required: if the kind is an expression, the form shows the fields of both kinds, and an item needs only one. */
const showFor = (kind: 'ds100' | 'fido'): Pick<INodeProperties, 'displayOptions' | 'required'> => ({
	required: false,
	displayOptions: { show: { kind: [kind] } },
});

/** The texts of an operation that sets the status of an authenticator. */
type Words = Pick<Operation, 'name' | 'value' | 'action' | 'description'> & {
	/** Description of the field User. */
	readonly ofUser: string;
};

/** An operation that enables or disables an authenticator. */
export function statusOperation(status: Status, { ofUser, ...words }: Words): Operation {
	return {
		...words,
		fields: [
			{ ...userField, description: ofUser },
			kindField,
			{ ...authenticatorIdField, ...showFor('fido') },
			{ ...deviceSerialNumberField, ...showFor('ds100') },
			optionsField,
		],
		output: {
			response: ['Ds100Status', 'FidoStatusResponse'],
			adds: ['userId', 'authenticatorId', 'outcome', 'confirmedBy'],
		},
		read(parameters, options) {
			const reference = readUserReference(parameters);
			if (choiceOf(kindField, enteredIn(parameters, kindField)) === 'fido') {
				const authenticatorId = readAuthenticatorId(parameters);
				const change = setFidoStatus(status, authenticatorId);
				return changeAuthenticator({ reference, named: { authenticatorId }, change }, options);
			}
			const deviceSerialNumber = readDeviceSerialNumber(parameters);
			const change = setDs100Status(status, deviceSerialNumber);
			return changeAuthenticator({ reference, named: { deviceSerialNumber }, change }, options);
		},
	};
}
