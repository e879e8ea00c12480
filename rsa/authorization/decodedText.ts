/** A UTF-16 unit of a decoded text, and the part of the original text that it comes from. */
export interface DecodedCharacter {
	readonly character: string;
	readonly from: number;
	/** The position after it. */
	readonly to: number;
}

type Replacement = (...match: string[]) => string;

/** An encoding of a character: a pattern with one group, in lower case, and what the group stands for. */
type Encoding = readonly [pattern: RegExp, decode: (encoded: string) => string];

/** Names in HTML: of the characters of an access token, and of those with which an encoding begins or ends. */
const NAMED: Readonly<Record<string, string>> = {
	amp: '&',
	bsol: '\\',
	dash: '-',
	equals: '=',
	gt: '>',
	hyphen: '-',
	lowbar: '_',
	lt: '<',
	num: '#',
	percnt: '%',
	period: '.',
	plus: '+',
	semi: ';',
	sol: '/',
};

const LAST_CODE_POINT = 0x10ffff;

const nothing = () => '';
const withCode = (code: number) => (code > LAST_CODE_POINT ? '' : String.fromCodePoint(code));
const fromHexadecimal = (digits: string) => withCode(parseInt(digits, 16));

/**
 * The encodings of URLs, JavaScript (JSON among it) and HTML. What encodes no character of an access token, such as a line
 * break, is left out. `\`, `%` and `&` may be encoded themselves, any number of times.
 */
const ENCODINGS: readonly Encoding[] = [
	[/(\\+)(?=\\)/, nothing],
	[/%(?:25)*([0-7][\da-f])/, fromHexadecimal],
	[/((?:%[c-f][\da-f])(?:%[89ab][\da-f]){1,3})/, fromUtf8],
	[/(%[89a-f][\da-f])/, nothing],
	[/%u([\da-f]{4})/, fromHexadecimal],
	[/\\u([\da-f]{4})/, fromHexadecimal],
	[/\\u\{0*([\da-f]{1,6})\}/, fromHexadecimal],
	[/\\x([\da-f]{2})/, fromHexadecimal],
	[/\\([0-3]?[0-7]{2})/, (digits) => withCode(parseInt(digits, 8))],
	[/(\\[bfnrtv])/, nothing],
	[/&(?:amp;)*#x0*([\da-f]{1,6});?/, fromHexadecimal],
	[/&(?:amp;)*#0*(\d{1,7});?/, (digits) => withCode(Number(digits))],
	[/&(?:amp;)*([a-z]\w{1,30});/, (name) => NAMED[name] ?? ''],
];
const ENCODED = new RegExp(ENCODINGS.map(([{ source }]) => source).join('|'), 'g');

/** What a reader does not see: the tags of HTML, and the backslash, which escapes other characters. */
const TAG = /<[^<>]*>/g;
const BACKSLASH = /\\/g;

/**
 * No variants of ASCII characters are among these: marks, what is not shown, and other scripts. They have to go before
 * Unicode's normalization, which takes time that grows with the square of the number of marks in a row.
 */
const OF_OTHER_SCRIPTS = /[\p{M}\p{C}\s]+|[^\p{Script=Latin}\p{Script=Common}]+/gu;
const NOT_ASCII = /[^!-~]+/g;
const IS_ASCII = /^[\0-\x7f]*$/;

/** Every character that {@link asciiOf} changes, among others. */
const NOT_LOWER_CASE_ASCII = /[^!-@[-~]/gu;

/** Most texts are ASCII without the characters with which an encoded one begins. */
const NOT_ENCODED = /^[ -$'-;=-[\]-~]*$/;

/** Encodings of different kinds, one within another, at most. */
const MOST_DECODINGS = 4;

/** How a text is handled, with the places of its characters or without them. */
interface Handling<Text> {
	readonly ascii: (text: Text) => Text;
	readonly replace: (text: Text, pattern: RegExp, replacement: Replacement) => Text;
	readonly stringOf: (text: Text) => string;
}

const plain: Handling<string> = {
	ascii: asciiOf,
	replace: (text, pattern, replacement) => text.replace(pattern, replacement),
	stringOf: (text) => text,
};

const traced: Handling<readonly DecodedCharacter[]> = {
	ascii: (characters) => replaced(characters, NOT_LOWER_CASE_ASCII, asciiOf),
	replace: replaced,
	stringOf: (characters) => characters.map(({ character }) => character).join(''),
};

/**
 * The ASCII that a text may show to a reader: the text itself, and what is left after each decoding, with the tags of HTML
 * and without them. In lower case, without blanks and all that is no ASCII. Variants of its characters, such as wide ones,
 * count as the characters.
 */
export function readingsOf(text: string): readonly string[] {
	return NOT_ENCODED.test(text) ? [text.replace(/ /g, '').toLowerCase()] : readingsIn(text, plain);
}

/** The same with the place of each character in the text. It takes about twenty times as long. */
export function tracedReadingsOf(text: string): ReadonlyArray<readonly DecodedCharacter[]> {
	const characters = text.split('').map((character, from) => ({ character, from, to: from + 1 }));
	return readingsIn(characters, traced);
}

/** A text as it is read, apart from its encodings. */
export function asciiOf(text: string): string {
	if (IS_ASCII.test(text)) return text.replace(NOT_ASCII, '').toLowerCase();
	const withoutOthers = text.replace(OF_OTHER_SCRIPTS, '');
	return withoutOthers.normalize('NFKD').toLowerCase().replace(NOT_ASCII, '');
}

function readingsIn<Text>(text: Text, handling: Handling<Text>): Text[] {
	const { replace, stringOf } = handling;
	const without = (read: Text, pattern: RegExp) => replace(read, pattern, nothing);
	return decodings(text, handling).flatMap((read) => {
		const readings = stringOf(read).includes('>') ? [read, without(read, TAG)] : [read];
		return readings.map((reading) => without(reading, BACKSLASH));
	});
}

/** The ASCII of the text, and of the result of each decoding that changes it. */
function decodings<Text>(text: Text, { ascii, replace, stringOf }: Handling<Text>): Text[] {
	let encoded = ascii(text);
	const all = [encoded];
	while (all.length <= MOST_DECODINGS) {
		const decoded = replace(encoded, ENCODED, decodedCharacter);
		if (stringOf(decoded) === stringOf(encoded)) break;
		encoded = ascii(decoded);
		all.push(encoded);
	}
	return all;
}

/** @param groups of {@link ENCODED}: one of them matches */
function decodedCharacter(whole: string, ...groups: Array<string | undefined>): string {
	const index = groups.findIndex((group) => group !== undefined);
	return ENCODINGS[index]?.[1](groups[index] ?? '') ?? whole;
}

function fromUtf8(percentEncoded: string): string {
	return Buffer.from(percentEncoded.replace(/%/g, ''), 'hex').toString();
}

function replaced(
	characters: readonly DecodedCharacter[],
	pattern: RegExp,
	replacement: Replacement,
): readonly DecodedCharacter[] {
	const result: DecodedCharacter[] = [];
	let end = 0;
	for (const match of traced.stringOf(characters).matchAll(pattern)) {
		for (const character of characters.slice(end, match.index)) result.push(character);
		end = match.index + match[0].length;
		const [first] = characters.slice(match.index, end);
		const [last] = characters.slice(end - 1, end);
		if (first === undefined || last === undefined) continue;
		for (const character of replacement(...match).split(''))
			result.push({ character, from: first.from, to: last.to });
	}
	return result.concat(characters.slice(end));
}
