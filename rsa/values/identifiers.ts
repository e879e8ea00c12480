import { fieldText, shortened, type Field } from './fieldText';
import { characterAt } from './oddCharacter';
import { UserFacingError } from './userFacingError';

/** RSA's property table for `tokenSerialNumber`: a string of at most 36 characters. */
const LONGEST_SERIAL_NUMBER = 36;

const NOT_IN_SERIAL_NUMBERS = /[^0-9a-z_-]/i;
const SPREADSHEET_NUMBER = /^[+-]?\d+([.,]\d+)?(e[+-]?\d+)?$/i;

/**
 * Form of RSA's other IDs, which go into the paths of requests: GUIDs in RSA's examples. None begins with a dot, since
 * `..` would lead to the path above.
 */
const IDENTIFIER = /^[\w-][\w.-]{0,254}$/;

/** RSA's property tables for `tokenName` and `updatedName`. */
const LONGEST_NAME = 255;

/** A GUID in every example of RSA's. */
const USER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const KEEP_SERIAL_NUMBERS_AS_TEXT =
	'Keep the serial number as text from its source on (in a spreadsheet, format the column as text) and compare it with the back of the hardware token.';
const SEE_DEVICE = 'Take the device serial number from the back of the DS100.';
const SEE_HARDWARE_TOKEN = 'Take the serial number from the back of the hardware token.';

const field = (
	label: string,
	value: string,
	strictness: Field['strictness'] = 'identifier',
): Field => ({ label, value, strictness });
const serialNumberField = field('Serial Number', 'The serial number');
const deviceSerialNumberField = field('Device Serial Number', 'The device serial number');
const authenticatorIdField = field('Authenticator ID', 'The authenticator ID');

/**
 * The serial number of a hardware token as RSA requires it: a string with its leading zeros. It is never padded or
 * guessed: that could name a token of someone else.
 *
 * @param entered value of a parameter or an expression
 * @throws {UserFacingError} for a number or an exponent form, which have lost leading zeros or digits, and for
 * anything that is not a serial number
 */
export function tokenSerialNumber(entered: unknown): string {
	return serialNumberIn(entered, serialNumberField, SEE_HARDWARE_TOKEN);
}

/**
 * The serial number on the back of a DS100, checked in the same way.
 *
 * @throws {UserFacingError} as for a token serial number
 */
export function deviceSerialNumber(entered: unknown): string {
	return serialNumberIn(entered, deviceSerialNumberField, SEE_DEVICE);
}

function serialNumberIn(entered: unknown, named: Field, advice: string): string {
	if (typeof entered === 'number' || typeof entered === 'bigint') {
		throw new UserFacingError(
			`The serial number ${entered} arrived as a number, so leading zeros may be lost`,
			KEEP_SERIAL_NUMBERS_AS_TEXT,
		);
	}
	const serialNumber = fieldText(entered, named);
	if (SPREADSHEET_NUMBER.test(serialNumber) && !/^\d+$/.test(serialNumber)) {
		throw new UserFacingError(
			`The serial number '${serialNumber}' has the form of a number from a spreadsheet, so leading zeros and digits may be lost`,
			KEEP_SERIAL_NUMBERS_AS_TEXT,
		);
	}
	if (serialNumber.length > LONGEST_SERIAL_NUMBER) {
		throw new UserFacingError(
			`The serial number has ${serialNumber.length} characters, and can have at most ${LONGEST_SERIAL_NUMBER}`,
			advice,
		);
	}
	const index = serialNumber.search(NOT_IN_SERIAL_NUMBERS);
	if (index < 0) return serialNumber;
	throw new UserFacingError(
		`The serial number '${serialNumber}' has ${characterAt(index, serialNumber)}, and can only have letters from A to Z, digits, '-' and '_'`,
		advice,
	);
}

/**
 * RSA's ID of an authenticator, which goes into the path of a request.
 *
 * @throws {UserFacingError} for anything that cannot be one
 */
export function authenticatorId(entered: unknown): string {
	const id = fieldText(entered, authenticatorIdField);
	if (isIdentifier(id)) return id;
	throw new UserFacingError(
		`The authenticator ID '${shortened(id)}' is not an RSA ID`,
		"Use the 'id' that the operation 'Get Many' of the resource 'Authenticator' shows.",
	);
}

/** Whether a value can be one of RSA's IDs, in a path too. */
export function isIdentifier(value: unknown): value is string {
	return typeof value === 'string' && IDENTIFIER.test(value);
}

/** Whether a value has the form of RSA's serial numbers. */
export function isSerialNumber(value: unknown): value is string {
	if (typeof value !== 'string' || value === '') return false;
	return value.length <= LONGEST_SERIAL_NUMBER && !NOT_IN_SERIAL_NUMBERS.test(value);
}

/**
 * RSA's ID of a user, which goes into the path of a request.
 *
 * @param entered value of a parameter or an expression
 * @throws {UserFacingError} for anything that is not an ID, such as an email address
 */
export function userId(entered: unknown): string {
	const id = fieldText(entered, field('User', 'The user ID'));
	if (USER_ID.test(id)) return id;
	throw new UserFacingError(
		id.includes('@')
			? `The user ID '${shortened(id)}' is an email address`
			: `The user ID '${shortened(id)}' is not an RSA ID`,
		"Use the user's ID in RSA, such as eb2e12ae-1112-451b-98e1-dfe4e6afd60d, or their email address.",
	);
}

/** Whether a value has the form of RSA's user IDs. */
export function isUserId(value: unknown): value is string {
	return typeof value === 'string' && USER_ID.test(value);
}

/**
 * An email address to look a user up by. RSA may not know it.
 *
 * @throws {UserFacingError} for anything that is not an email address
 */
export function emailAddress(entered: unknown): string {
	const address = fieldText(entered, field('User', 'The email address'));
	if (isEmailAddress(address)) return address;
	throw new UserFacingError(
		`'${shortened(address)}' is not an email address`,
		'Use the email address that RSA has for the user.',
	);
}

/** Whether a text has the form of an email address. */
export function isEmailAddress(value: string): boolean {
	return /^[^\s@]+@[^\s@]+$/.test(value);
}

/**
 * The text that the email addresses to search for contain; '' for all addresses.
 *
 * @throws {UserFacingError} if it is not text
 */
export function searchText(entered: unknown): string {
	return entered === undefined || entered === null || entered === ''
		? ''
		: fieldText(entered, field('Email Contains', 'The text to search for'));
}

/**
 * A username to look a user up by.
 *
 * @throws {UserFacingError} if it is empty or not text
 */
export function userName(entered: unknown): string {
	return fieldText(entered, field('User', 'The username'));
}

/**
 * A new name for a hardware token.
 *
 * @throws {UserFacingError} if it is empty, not text, or longer than RSA allows
 */
export function tokenName(entered: unknown): string {
	const name = fieldText(entered, {
		label: 'New Name',
		value: 'The token name',
		strictness: 'label',
	});
	if (name.length <= LONGEST_NAME) return name;
	throw new UserFacingError(
		`The token name has ${name.length} characters, and can have at most ${LONGEST_NAME}`,
		'Shorten it.',
	);
}
