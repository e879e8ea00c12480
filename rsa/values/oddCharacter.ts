/** A character that a person who looks at a text does not see, or takes for another one. */
export interface OddCharacter {
	/** As the end of a sentence: what it is, its code point and its place, counted from 1 on. */
	readonly inWords: string;
}

const PRINTABLE_ASCII = /^[\x20-\x7E]*$/;

/** Controls, marks of direction, joiners, soft hyphens, fillers, private and broken ones, and Braille's blank. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const UNUSUAL_SPACE = /(?! )\p{Zs}/u;

const LATIN = /\p{Script=Latin}/u;
/** Of the scripts whose letters look like Latin ones (Unicode Technical Standard 39, confusables). */
const LIKE_LATIN =
	/[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** How strictly a text is looked at: an identifier has no signs of another form, such as a ligature; a label may. */
export type Strictness = 'identifier' | 'label';

/** The first character of a text that cannot be told from another one, or not be seen at all. */
export function oddCharacterIn(text: string, strictness: Strictness): OddCharacter | undefined {
	if (PRINTABLE_ASCII.test(text)) return undefined;
	return (
		found(text, matchIn(text, INVISIBLE), 'the invisible character') ??
		found(text, matchIn(text, UNUSUAL_SPACE), 'the unusual space') ??
		found(
			text,
			firstChangeBy('NFC', text),
			'a letter that is composed or written in another way,',
		) ??
		(strictness === 'label' ? undefined : lookAlikeIn(text))
	);
}

/** A text with what cannot be seen in it as its code point, such as `0001{U+200B}23`. */
export function visible(text: string): string {
	return PRINTABLE_ASCII.test(text)
		? text
		: Array.from(text, (character) =>
				INVISIBLE.test(character) || UNUSUAL_SPACE.test(character)
					? `{${codePointOf(character)}}`
					: character,
			).join('');
}

/** Such as `U+200B`. */
export function codePointOf(character: string): string {
	const codePoint = character.codePointAt(0) ?? 0;
	return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The place of an index in a text, in characters from 1 on. */
export function positionOf(text: string, index: number): number {
	return Array.from(text.slice(0, index)).length + 1;
}

function lookAlikeIn(text: string): OddCharacter | undefined {
	return found(text, firstChangeBy('NFKC', text) ?? likeLatinIn(text), 'the look-alike character');
}

function found(text: string, index: number | undefined, what: string): OddCharacter | undefined {
	if (index === undefined) return undefined;
	const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
	return { inWords: `${what} ${codePointOf(character)} at position ${positionOf(text, index)}` };
}

function matchIn(text: string, pattern: RegExp): number | undefined {
	return pattern.exec(text)?.index;
}

/** UTF-16 units before a character that can matter to its normal form: more marks in a row are no text. */
const LONGEST_CLUSTER = 64;

/** Where a normal form of Unicode writes a text in another way; at a mark, where it is the mark that is joined. */
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

/** A letter of another script in a word of Latin ones. */
function likeLatinIn(text: string): number | undefined {
	for (const { 0: word, index } of text.matchAll(WORD)) {
		const odd = LATIN.test(word) ? matchIn(word, LIKE_LATIN) : undefined;
		if (odd !== undefined) return index + odd;
	}
	return undefined;
}
