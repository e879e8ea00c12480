const PRINTABLE_ASCII = /^[\x20-\x7E]*$/;

/**
 * Characters that show nothing: control and format characters (marks of direction, joiners, soft hyphens), fillers,
 * unpaired surrogates, private use, and the Braille blank.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** Spaces other than U+0020. */
const UNUSUAL_SPACE = /(?! )\p{Zs}/u;

const LATIN = /\p{Script=Latin}/u;
/** Scripts whose letters look like Latin ones (Unicode Technical Standard 39, confusables). */
const LIKE_LATIN =
	/[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * How strictly a text is checked: an identifier must not contain characters that only look like others, such as
 * ligatures or Cyrillic letters among Latin ones; a label may.
 */
export type Strictness = 'identifier' | 'label';

type IndexIn = (text: string) => number | undefined;

/** Kinds of odd characters, with the index of the first one in a text. An error names the first kind that a text has. */
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
 * @returns its kind, code point and position (from 1), as the end of a sentence; undefined if there is none
 */
export function oddCharacterIn(text: string, strictness: Strictness): string | undefined {
	if (PRINTABLE_ASCII.test(text)) return undefined;
	for (const [kind, indexIn] of kinds[strictness]) {
		const index = indexIn(text);
		if (index !== undefined) return `${kind} ${codePointAt(index, text)}`;
	}
	return undefined;
}

/** The character at an index of a text, as the end of a sentence; its code point if it may look like another one. */
export function characterAt(index: number, text: string): string {
	const character = text.charAt(index);
	return /^[!-~]$/.test(character)
		? `'${character}' at position ${positionOf(index, text)}`
		: `the character ${codePointAt(index, text)}`;
}

/** A text with its invisible characters written as code points, such as `0001{U+200B}23`. */
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

/** Position of an index in a text, in characters, from 1. */
function positionOf(index: number, text: string): number {
	return Array.from(text.slice(0, index)).length + 1;
}

function matchIn(text: string, pattern: RegExp): number | undefined {
	return pattern.exec(text)?.index;
}

/** UTF-16 units before a character that are normalized together with it. No real text has more marks in a row. */
const LONGEST_CLUSTER = 64;

/**
 * Index of the first character that a Unicode normal form changes; undefined if it changes none. If it joins a mark to a
 * letter, the index of the mark.
 */
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

/** Index of a letter of another script in a word of Latin letters; undefined if there is none. */
function likeLatinIn(text: string): number | undefined {
	for (const { 0: word, index } of text.matchAll(WORD)) {
		const odd = LATIN.test(word) ? matchIn(word, LIKE_LATIN) : undefined;
		if (odd !== undefined) return index + odd;
	}
	return undefined;
}
