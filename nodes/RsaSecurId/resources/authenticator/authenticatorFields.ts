import type { INodeProperties } from 'n8n-workflow';

import { authenticatorId, deviceSerialNumber } from '../../../../rsa/values/identifiers';
import { enteredIn, type ItemParameters } from '../parameters';

/** The field that names an authenticator by RSA's ID. */
export const authenticatorIdField = {
	displayName: 'Authenticator ID',
	name: 'authenticatorId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. d4f8b2e7-f6e4-e102-bb28-ee0b5d37c2f2',
	description: "The ID that RSA has for the authenticator. The operation 'Get Many' returns it.",
} satisfies INodeProperties;

/** The field that names a DS100. */
export const deviceSerialNumberField = {
	displayName: 'Device Serial Number',
	name: 'deviceSerialNumber',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 140100080',
	description:
		'The serial number on the back of the DS100, as text: a number would lose leading zeros',
} satisfies INodeProperties;

/**
 * The authenticator ID of an item.
 *
 * @throws {UserFacingError} if it cannot be one
 */
export function readAuthenticatorId(parameters: ItemParameters): string {
	return authenticatorId(enteredIn(parameters, authenticatorIdField).value);
}

/**
 * The serial number of a DS100 of an item.
 *
 * @throws {UserFacingError} if it cannot be one
 */
export function readDeviceSerialNumber(parameters: ItemParameters): string {
	return deviceSerialNumber(enteredIn(parameters, deviceSerialNumberField).value);
}
