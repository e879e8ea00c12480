import { codePointOf, oddCharacterIn, positionOf, visible, type Strictness } from './oddCharacter';
import { UserFacingError } from './userFacingError';

/** RSA's property table for `tokenSerialNumber`: a string of at most 36 characters. */
const LONGEST_SERIAL_NUMBER = 36;

const NOT_IN_SERIAL_NUMBERS = /[^0-9a-z_-]/i;
const SPREADSHEET_NUMBER = /^[+-]?\d+([.,]\d+)?(e[+-]?\d+)?$/i;
/** RSA's property tables for `tokenName` and `updatedName`. */
const LONGEST_NAME = 255;

/** A GUID in every example of RSA's. */
const USER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What spreadsheets and forms leave around a value. */
const WHITE_SPACE_AROUND = /^[ \t\r\n\u00A0]+|[ \t\r\n\u00A0]+$/g;

/** How a spreadsheet keeps digits as text: `="000123"`, `"000123"` or `'000123`. */
const SPREADSHEET_TEXT = /^(?:=\s*)?"([^"]*)"$|^=(.*)$|^'(\d+)'?$/;

const KEEP_SERIAL_NUMBERS_AS_TEXT =
	'Keep the serial number as text from its source on (in a spreadsheet, format the column as text) and compare it with the back of the hardware token.';
const TYPE_IT_ANEW =
	'Type it in again, or correct it where it comes from. Such characters come along when text is copied from a document, a web page or a chat.';

/**
 * A token serial number as RSA wants it: a string with its leading zeros.
 *
 * @param value what a parameter or an expression gave
 * @throws {UserFacingError} for a number or an exponent form, which have lost leading zeros or digits, and for
 * anything that is no serial number: never padded or guessed, since it names somebody's token
 */
export function tokenSerialNumber(value: unknown): string {
	if (typeof value === 'number' || typeof value === 'bigint') {
		throw new UserFacingError(
			`The serial number ${value} arrived as a number, so leading zeros may be lost`,
			KEEP_SERIAL_NUMBERS_AS_TEXT,
		);
	}
	const serialNumber = text(value, serialNumberField);
	if (/^\d+$/.test(serialNumber) || !SPREADSHEET_NUMBER.test(serialNumber)) {
		return wellFormedSerialNumber(serialNumber);
	}
	throw new UserFacingError(
		`The serial number '${serialNumber}' is written as a spreadsheet writes numbers, so leading zeros and digits may be lost`,
		KEEP_SERIAL_NUMBERS_AS_TEXT,
	);
}

function wellFormedSerialNumber(serialNumber: string): string {
	if (serialNumber.length > LONGEST_SERIAL_NUMBER) {
		throw new UserFacingError(
			`The serial number has ${serialNumber.length} characters, and can have at most ${LONGEST_SERIAL_NUMBER}`,
			'Take the serial number from the back of the hardware token.',
		);
	}
	const index = serialNumber.search(NOT_IN_SERIAL_NUMBERS);
	if (index >= 0) {
		throw new UserFacingError(
			`The serial number '${serialNumber}' has ${inWords(serialNumber, index)}, and can only have letters from A to Z, digits, '-' and '_'`,
			'Take the serial number from the back of the hardware token.',
		);
	}
	return serialNumber;
}

/**
 * RSA's ID of a user, which goes into the path of a request.
 *
 * @param value what a parameter or an expression gave
 * @throws {UserFacingError} for anything that is no ID, an email address for one
 */
export function userId(value: unknown): string {
	const id = text(value, userIdField);
	if (USER_ID.test(id)) return id;
	throw new UserFacingError(
		id.includes('@')
			? `The user ID '${shortened(id)}' is an email address`
			: `The user ID '${shortened(id)}' is not an ID of RSA's`,
		"Choose 'By Email' or 'By Username' for the 'User', or use RSA's own ID, such as eb2e12ae-1112-451b-98e1-dfe4e6afd60d.",
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
	if (typeof value !== 'string' || value === '') return false;
	return value.length <= LONGEST_SERIAL_NUMBER && !NOT_IN_SERIAL_NUMBERS.test(value);
}

/**
 * An email address to look a user up by. Whether it exists is RSA's to say.
 *
 * @throws {UserFacingError} for anything that is none
 */
export function emailAddress(value: unknown): string {
	const address = text(value, addressField);
	if (isEmailAddress(address)) return address;
	throw new UserFacingError(
		`'${shortened(address)}' is not an email address`,
		"Check the input item, or choose another way to name the 'User'.",
	);
}

/**
 * A part of the email addresses to search for; '' for all of them.
 *
 * @throws {UserFacingError} where it is no text
 */
export function searchText(value: unknown): string {
	return value === undefined || value === null || value === '' ? '' : text(value, searchField);
}

/**
 * A user name to look a user up by.
 *
 * @throws {UserFacingError} where it is empty or no text
 */
export function userName(value: unknown): string {
	return text(value, userNameField);
}

/**
 * What a hardware token is to be called.
 *
 * @throws {UserFacingError} where it is empty, no text, or longer than RSA takes
 */
export function tokenName(value: unknown): string {
	const name = text(value, tokenNameField);
	if (name.length <= LONGEST_NAME) return name;
	throw new UserFacingError(
		`The token name has ${name.length} characters, and can have at most ${LONGEST_NAME}`,
		'Shorten it.',
	);
}

/** A field of the form, and what it holds. */
interface Field {
	readonly label: string;
	/** As the beginning of a sentence. */
	readonly holds: string;
	readonly strictness: Strictness;
}

const field = (label: string, holds: string, strictness: Strictness = 'identifier'): Field => ({
	label,
	holds,
	strictness,
});
const serialNumberField = field('Serial Number', 'The serial number');
const userIdField = field('User', 'The user ID');
const addressField = field('User', 'The email address');
const userNameField = field('User', 'The user name');
const searchField = field('Email Contains', 'The text to search for');
const tokenNameField = field('New Name', 'The token name', 'label');

/** What a field holds, without white space around it. What looks like another value than it is, is refused. */
function text(value: unknown, { label, holds, strictness }: Field): string {
	const trimmed = typeof value === 'string' ? value.replace(WHITE_SPACE_AROUND, '') : '';
	if (trimmed === '') throw noText(value, label);
	const odd = oddCharacterIn(trimmed, strictness);
	if (odd !== undefined) {
		throw new UserFacingError(
			`${holds} '${shortened(visible(trimmed))}' holds ${odd.inWords}`,
			TYPE_IT_ANEW,
		);
	}
	if (strictness === 'identifier') refuseSpreadsheetText(trimmed, holds);
	return trimmed;
}

function refuseSpreadsheetText(value: string, holds: string): void {
	const match = SPREADSHEET_TEXT.exec(value);
	if (match === null) return;
	const inner = match.slice(1).find((part) => part !== undefined && part !== '');
	throw new UserFacingError(
		`${holds} ${shortened(value)} is written as a spreadsheet writes text`,
		inner === undefined
			? 'Use the value itself.'
			: `Use the value itself, ${shortened(inner)}, without the signs around it: in a spreadsheet, format the column as text in place of the formula, and export it again.`,
	);
}

function noText(value: unknown, label: string): UserFacingError {
	const isMissing = typeof value === 'string' || value === undefined || value === null;
	return new UserFacingError(
		isMissing
			? `The parameter '${label}' is empty`
			: `The parameter '${label}' holds a value of type ${typeof value} instead of text`,
		`Check the expression in '${label}' and the input item that it reads.`,
	);
}

/** A character at a place in a text, with its code point where it need not be what it looks like. */
function inWords(value: string, index: number): string {
	const character = String.fromCodePoint(value.codePointAt(index) ?? 0);
	const isPlain = /^[!-~]$/.test(character);
	const what = isPlain ? `'${character}'` : `the character ${codePointOf(character)}`;
	return `${what} at position ${positionOf(value, index)}`;
}

function shortened(value: string): string {
	return value.length > LONGEST_SERIAL_NUMBER ? `${value.slice(0, LONGEST_SERIAL_NUMBER)}…` : value;
}
