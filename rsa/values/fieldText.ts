import { oddCharacterIn, visible, type Strictness } from './oddCharacter';
import { UserFacingError } from './userFacingError';

/** A field of the form whose text is checked. */
export interface Field {
	/** As the form shows it. */
	readonly label: string;
	/** The value as the beginning of a sentence, such as "The serial number". */
	readonly value: string;
	readonly strictness: Strictness;
}

/** White space that spreadsheets and forms leave around a value. */
const WHITE_SPACE_AROUND = /^[ \t\r\n\u00A0]+|[ \t\r\n\u00A0]+$/g;

/** Digits as a spreadsheet keeps them as text: `="000123"`, `"000123"` or `'000123`. */
const SPREADSHEET_TEXT = /^(?:=\s*)?"([^"]*)"$|^=(.*)$|^'(\d+)'?$/;

/** Characters of a value that an error repeats, at most. */
const LONGEST_QUOTE = 36;

const TYPE_IT_ANEW =
	'Type it again, or correct it at its source. Such characters are often copied from a document, a web page or a chat.';

/**
 * The text of a field, without white space around it.
 *
 * @throws {UserFacingError} if it is empty or not text, or has characters that are invisible or look like others; for an
 * identifier, also if it is written as a spreadsheet writes text
 */
export function fieldText(entered: unknown, { label, value, strictness }: Field): string {
	const text = typeof entered === 'string' ? entered.replace(WHITE_SPACE_AROUND, '') : '';
	if (text === '') throw notText(entered, label);
	const oddCharacter = oddCharacterIn(text, strictness);
	if (oddCharacter !== undefined) {
		throw new UserFacingError(
			`${value} '${shortened(visible(text))}' holds ${oddCharacter}`,
			TYPE_IT_ANEW,
		);
	}
	if (strictness === 'identifier') assertNotSpreadsheetText(text, value);
	return text;
}

/** A value for an error text, cut off after `longest` characters. */
export function shortened(value: string, longest = LONGEST_QUOTE): string {
	return value.length > longest ? `${value.slice(0, longest)}…` : value;
}

function assertNotSpreadsheetText(text: string, value: string): void {
	const match = SPREADSHEET_TEXT.exec(text);
	if (match === null) return;
	const inner = match.slice(1).find((part) => part !== undefined && part !== '');
	throw new UserFacingError(
		`${value} ${shortened(text)} still has the characters with which a spreadsheet marks text`,
		inner === undefined
			? 'Use the value itself.'
			: `Use the value itself, ${shortened(inner)}, without the characters around it: in the spreadsheet, format the column as text instead of using a formula, and export it again.`,
	);
}

function notText(entered: unknown, label: string): UserFacingError {
	const isMissing = typeof entered === 'string' || entered === undefined || entered === null;
	return new UserFacingError(
		isMissing
			? `The parameter '${label}' is empty`
			: `The parameter '${label}' holds a value of type ${typeof entered} instead of text`,
		`Enter a value in '${label}'. If it is an expression, check it and the input item that it reads.`,
	);
}
