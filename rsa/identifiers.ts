import { Refusal } from './refusal';

/** RSA's property table for `tokenSerialNumber`: a string of at most 36 characters. */
const LONGEST_SERIAL_NUMBER = 36;

const SERIAL_NUMBER = /^[0-9a-z_-]+$/i;
const SPREADSHEET_NUMBER = /^[+-]?\d+([.,]\d+)?(e[+-]?\d+)?$/i;
/** RSA's property tables for `tokenName` and `updatedName`. */
const LONGEST_NAME = 255;

/** A GUID in every example of RSA's. */
const USER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const KEEP_SERIAL_NUMBERS_AS_TEXT =
	'Keep the serial number as text from its source on (in a spreadsheet, format the column as text) and compare it with the back of the hardware token.';

/**
 * A token serial number as RSA wants it: a string with its leading zeros.
 *
 * @param value what a parameter or an expression gave
 * @throws {Refusal} for a number or an exponent form, which have lost leading zeros or digits, and for
 * anything that is no serial number: never padded or guessed, since it names somebody's token
 */
export function tokenSerialNumber(value: unknown): string {
	if (typeof value === 'number' || typeof value === 'bigint') {
		throw new Refusal(
			`The serial number ${value} arrived as a number, so leading zeros may be lost`,
			KEEP_SERIAL_NUMBERS_AS_TEXT,
		);
	}
	const serialNumber = text(value, 'Serial Number');
	if (/^\d+$/.test(serialNumber) || !SPREADSHEET_NUMBER.test(serialNumber)) {
		return wellFormedSerialNumber(serialNumber);
	}
	throw new Refusal(
		`The serial number '${serialNumber}' is written as a spreadsheet writes numbers, so leading zeros and digits may be lost`,
		KEEP_SERIAL_NUMBERS_AS_TEXT,
	);
}

function wellFormedSerialNumber(serialNumber: string): string {
	if (serialNumber.length > LONGEST_SERIAL_NUMBER) {
		throw new Refusal(
			`The serial number has ${serialNumber.length} characters, and RSA's have ${LONGEST_SERIAL_NUMBER} at most`,
			'Take the serial number from the back of the hardware token.',
		);
	}
	if (!SERIAL_NUMBER.test(serialNumber)) {
		throw new Refusal(
			`The serial number '${serialNumber}' holds something else than letters, digits, '-' and '_'`,
			'Take the serial number from the back of the hardware token.',
		);
	}
	return serialNumber;
}

/**
 * RSA's ID of a user, which goes into the path of a request.
 *
 * @param value what a parameter or an expression gave
 * @throws {Refusal} for anything that is no ID, an email address for one
 */
export function userId(value: unknown): string {
	const id = text(value, 'User');
	if (USER_ID.test(id)) return id;
	throw new Refusal(
		id.includes('@')
			? `The user ID '${shortened(id)}' is an email address`
			: `The user ID '${shortened(id)}' is not an ID of RSA's`,
		"Choose 'By Email' or 'By User Name' for the 'User', or use RSA's own ID, such as eb2e12ae-1112-451b-98e1-dfe4e6afd60d.",
	);
}

/** Whether a value is an ID of a user as RSA gives them. */
export function isUserId(value: unknown): value is string {
	return typeof value === 'string' && USER_ID.test(value);
}

/** Whether a text has the form of an email address. */
export function isEmailAddress(value: string): boolean {
	return /^[^\s@]+@[^\s@]+$/.test(value);
}

/** Whether a value is a serial number as RSA gives them. */
export function isSerialNumber(value: unknown): value is string {
	return (
		typeof value === 'string' && value.length <= LONGEST_SERIAL_NUMBER && SERIAL_NUMBER.test(value)
	);
}

/**
 * An email address to look a user up by. Whether it exists is RSA's to say.
 *
 * @throws {Refusal} for anything that is none
 */
export function emailAddress(value: unknown): string {
	const address = text(value, 'User');
	if (isEmailAddress(address)) return address;
	throw new Refusal(
		`'${shortened(address)}' is not an email address`,
		"Check the input item, or choose another way to name the 'User'.",
	);
}

/**
 * A part of the email addresses to search for; '' for all of them.
 *
 * @throws {Refusal} where it is no text
 */
export function searchText(value: unknown): string {
	return value === undefined || value === null || value === '' ? '' : text(value, 'Email Contains');
}

/**
 * A user name to look a user up by.
 *
 * @throws {Refusal} where it is empty or no text
 */
export function userName(value: unknown): string {
	return text(value, 'User');
}

/**
 * What a hardware token is to be called.
 *
 * @throws {Refusal} where it is empty, no text, or longer than RSA takes
 */
export function tokenName(value: unknown): string {
	const name = text(value, 'New Name');
	if (name.length <= LONGEST_NAME) return name;
	throw new Refusal(
		`The token name has ${name.length} characters, and RSA takes ${LONGEST_NAME} at most`,
		'Shorten it.',
	);
}

function text(value: unknown, parameter: string): string {
	if (typeof value === 'string' && value.trim() !== '') return value.trim();
	const found = typeof value === 'string' || value === undefined || value === null;
	throw new Refusal(
		found
			? `The parameter '${parameter}' is empty`
			: `The parameter '${parameter}' holds a value of type ${typeof value} instead of text`,
		`Check the expression in '${parameter}' and the input item that it reads.`,
	);
}

function shortened(value: string): string {
	return value.length > LONGEST_SERIAL_NUMBER ? `${value.slice(0, LONGEST_SERIAL_NUMBER)}…` : value;
}
