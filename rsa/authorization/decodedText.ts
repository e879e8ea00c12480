/** A UTF-16 unit of a decoded text, and the part of the original text that it comes from. */
export interface DecodedCharacter {
	readonly character: string;
	readonly from: number;
	/** The position after it. */
	readonly to: number;
}

type Replacement = (...match: string[]) => string;

/** A character in the encodings of URLs, JSON, JavaScript and HTML. */
const ENCODED =
	/%([\da-f]{2})|\\(?:u\{?|x)([\da-f]{1,6})\}?|&#x([\da-f]{1,6});?|&#(\d{1,7});?|&([a-z]{3,6});/gi;

/** Names in HTML: of the characters of an access token, and of `&`, with which an encoding may be encoded again. */
const NAMED: Readonly<Record<string, string>> = {
	amp: '&',
	sol: '/',
	plus: '+',
	equals: '=',
	period: '.',
	lowbar: '_',
	dash: '-',
	hyphen: '-',
};

/** Beyond it, the bytes of UTF-8 are no characters of their own. */
const LAST_OF_ASCII = 0x7f;
const LAST_CODE_POINT = 0x10ffff;

/** White space, control characters, marks and what is never visible. */
const NOT_SHOWN = /[\s\u2800\p{C}\p{M}\p{Default_Ignorable_Code_Point}]+/gu;

/** Most texts are ASCII without the characters with which an encoded one begins. */
const NOT_ENCODED = /^[ -$'-[\]-~]*$/;

/** Every character that {@link shownOf} changes, among others. */
const NOT_LIKE_SHOWN = /[^!-@[-~]/gu;

/** It escapes other characters, and is none of an access token. */
const BACKSLASH = /\\/g;

/** One encoding within another, at most. */
const MOST_DECODINGS = 4;

/**
 * What a text may say to a reader: the text itself, and what is left after each decoding. All in lower case, without what is
 * not shown, and with the plain characters instead of their variants, such as wide ones.
 */
export function readingsOf(text: string): string[] {
	if (NOT_ENCODED.test(text)) return [text.replace(/ /g, '').toLowerCase()];
	const decode = (encoded: string) => shownOf(encoded.replace(ENCODED, decodedCharacter));
	return decodings(shownOf(text), decode, (one, other) => one === other).map(withoutBackslashes);
}

/** The same with the place of each character in the text. It takes about ten times as long. */
export function tracedReadingsOf(text: string): DecodedCharacter[][] {
	const original = text.split('').map((character, from) => ({ character, from, to: from + 1 }));
	const shown = (all: DecodedCharacter[]) => replaced(all, NOT_LIKE_SHOWN, shownOf);
	const decode = (encoded: DecodedCharacter[]) =>
		shown(replaced(encoded, ENCODED, decodedCharacter));
	return decodings(shown(original), decode, isSame).map((decoded) =>
		replaced(decoded, BACKSLASH, () => ''),
	);
}

/** The only reading of a text in which nothing is encoded. */
export function readingOf(text: string): string {
	return withoutBackslashes(shownOf(text));
}

function shownOf(text: string): string {
	return text.normalize('NFKD').toLowerCase().replace(NOT_SHOWN, '');
}

function withoutBackslashes(text: string): string {
	return text.replace(BACKSLASH, '');
}

function isSame(one: readonly DecodedCharacter[], other: readonly DecodedCharacter[]): boolean {
	return (
		one.length === other.length &&
		one.every(({ character }, index) => character === other[index]?.character)
	);
}

/** The text, and the result of each decoding that changes it. */
function decodings<Text>(
	text: Text,
	decode: (text: Text) => Text,
	isSame: (one: Text, other: Text) => boolean,
): Text[] {
	const all = [text];
	let encoded = text;
	while (all.length <= MOST_DECODINGS) {
		const decoded = decode(encoded);
		if (isSame(encoded, decoded)) break;
		all.push(decoded);
		encoded = decoded;
	}
	return all;
}

const decodedCharacter: Replacement = (whole, percent, escaped, hexadecimal, decimal, name) => {
	if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
	const digits = percent ?? escaped ?? hexadecimal;
	const code = digits === undefined ? Number(decimal) : parseInt(digits, 16);
	const last = percent === undefined ? LAST_CODE_POINT : LAST_OF_ASCII;
	return code > last ? '' : String.fromCodePoint(code);
};

function replaced(
	characters: readonly DecodedCharacter[],
	pattern: RegExp,
	replacement: Replacement,
): DecodedCharacter[] {
	const text = characters.map(({ character }) => character).join('');
	const result: DecodedCharacter[] = [];
	let end = 0;
	for (const match of text.matchAll(pattern)) {
		result.push(...characters.slice(end, match.index));
		end = match.index + match[0].length;
		const [first, ...others] = characters.slice(match.index, end);
		if (first === undefined) continue;
		const { to } = others.pop() ?? first;
		const units = replacement(...match).split('');
		result.push(...units.map((character) => ({ character, from: first.from, to })));
	}
	return [...result, ...characters.slice(end)];
}
