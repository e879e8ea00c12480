const PRINTABLE_ASCII = /^[\x20-\x7E]*$/;

/** Controls, marks of direction, joiners, soft hyphens, fillers, private and broken ones, and Braille's blank. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const UNUSUAL_SPACE = /(?! )\p{Zs}/u;

const LATIN = /\p{Script=Latin}/u;
/** Scripts whose letters look like Latin ones (Unicode Technical Standard 39, confusables). */
const LIKE_LATIN =
	/[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** Rules for a text: an identifier has no characters of another form, such as ligatures; a label may have them. */
export type Strictness = 'identifier' | 'label';

type IndexIn = (text: string) => number | undefined;

/** Kinds of odd characters, and the index of the first one in a text. The first kind that a text has is named. */
const kindsInLabels: ReadonlyArray<[kind: string, indexIn: IndexIn]> = [
	['the invisible character', (text) => matchIn(text, INVISIBLE)],
	['the unusual space', (text) => matchIn(text, UNUSUAL_SPACE)],
	['a letter in an unusual Unicode form,', (text) => firstChangeBy('NFC', text)],
];
const kinds: Readonly<Record<Strictness, typeof kindsInLabels>> = {
	label: kindsInLabels,
	identifier: [
		...kindsInLabels,
		['the look-alike character', (text) => firstChangeBy('NFKC', text) ?? likeLatinIn(text)],
	],
};

/**
 * The first character of a text that is invisible or looks like another one.
 *
 * @returns the end of a sentence: its kind, its code point and its position, from 1 on; undefined if there is none
 */
export function oddCharacterIn(text: string, strictness: Strictness): string | undefined {
	if (PRINTABLE_ASCII.test(text)) return undefined;
	for (const [kind, indexIn] of kinds[strictness]) {
		const index = indexIn(text);
		if (index !== undefined) return `${kind} ${codePointAt(index, text)}`;
	}
	return undefined;
}

/** The character at an index of a text, as the end of a sentence: by its code point if it may look like another one. */
export function characterAt(index: number, text: string): string {
	const character = text.charAt(index);
	return /^[!-~]$/.test(character)
		? `'${character}' at position ${positionOf(index, text)}`
		: `the character ${codePointAt(index, text)}`;
}

/** A text whose invisible characters are code points, such as `0001{U+200B}23`. */
export function visible(text: string): string {
	return PRINTABLE_ASCII.test(text)
		? text
		: Array.from(text, (character) =>
				INVISIBLE.test(character) || UNUSUAL_SPACE.test(character)
					? `{${codePointOf(character)}}`
					: character,
			).join('');
}

/** Such as `U+200B at position 5`. */
function codePointAt(index: number, text: string): string {
	return `${codePointOf(text.slice(index))} at position ${positionOf(index, text)}`;
}

/** Code point of a text's first character, such as `U+200B`. */
function codePointOf(text: string): string {
	const codePoint = text.codePointAt(0) ?? 0;
	return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Position of an index in a text, in characters from 1 on. */
function positionOf(index: number, text: string): number {
	return Array.from(text.slice(0, index)).length + 1;
}

function matchIn(text: string, pattern: RegExp): number | undefined {
	return pattern.exec(text)?.index;
}

/** UTF-16 units before a character that can matter to its normal form: more marks in a row are no text. */
const LONGEST_CLUSTER = 64;

/** The first index that a normal form of Unicode changes: of the mark, if it joins a mark to a letter. */
function firstChangeBy(form: 'NFC' | 'NFKC', text: string): number | undefined {
	if (text.normalize(form) === text) return undefined;
	let index = 0;
	for (const character of text) {
		const end = index + character.length;
		const around = text.slice(Math.max(0, index - LONGEST_CLUSTER), end);
		if (around.normalize(form) !== around) return index;
		index = end;
	}
	return undefined;
}

/** The index of a letter of another script in a word of Latin ones. */
function likeLatinIn(text: string): number | undefined {
	for (const { 0: word, index } of text.matchAll(WORD)) {
		const odd = LATIN.test(word) ? matchIn(word, LIKE_LATIN) : undefined;
		if (odd !== undefined) return index + odd;
	}
	return undefined;
}
