import { orUndefined } from '../values/orUndefined';

/** Maximum levels of nested texts: JSON in JSON, in base64, in an HTML form. */
const DEEPEST = 4;

const ENTITIES: Readonly<Record<string, string>> = {
	'&amp;': '&',
	'&apos;': "'",
	'&#39;': "'",
	'&nbsp;': ' ',
	'&quot;': '"',
	'&#34;': '"',
	'&#x22;': '"',
};

/** Each undoes one thing that users and programs do to JSON; a text without it is returned as it is. */
const undoings: ReadonlyArray<(text: string) => string> = [
	(text) => textIn(text) ?? text,
	// Code fences, names, quotes and semicolons around it.
	(text) => between('{', '}', text),
	(text) => between('[', ']', text),
	(text) =>
		text.replace(
			/&(amp|apos|nbsp|quot|#39|#34|#x22);/gi,
			(entity) => ENTITIES[entity.toLowerCase()] ?? entity,
		),
	(text) => text.replace(/[“”„‟«»″＂]/g, '"').replace(/[‘’‚‛′]/g, "'"),
	(text) => (text.includes('"') ? text : text.replace(/'/g, '"')),
	(text) => text.replace(/,\s*([\]}])/g, '$1'),
	(text) => (text.includes('\\"') ? (textIn(`"${text}"`) ?? text) : text),
	(text) => (/%7B/i.test(text) ? (orUndefined(() => decodeURIComponent(text)) ?? text) : text),
	(text) => fromBase64(text) ?? text,
];

/**
 * The JSON object or list in a pasted text, even if programs have changed the text; undefined if there is none. A text
 * that is JSON already is not changed.
 */
export function pastedJson(pasted: string): object | undefined {
	let texts = [cleaned(pasted)];
	const seen = new Set(texts);
	for (let depth = 0; depth <= DEEPEST && texts.length > 0; depth += 1) {
		const found = texts.map((text) => objectIn(text)).find((object) => object !== undefined);
		if (found !== undefined) return found;
		texts = texts
			.flatMap((text) => undoings.map((undo) => undo(text)))
			.filter((text) => !seen.has(text) && seen.add(text));
	}
	return undefined;
}

/** The text with plain spaces in place of line breaks and other spaces, and without invisible characters. */
function cleaned(pasted: string): string {
	return pasted
		.replace(/[\u00AD\u200B-\u200F\u2060\uFEFF\0]/g, '')
		.replace(/[\r\n\t\u2028\u2029\p{Zs}]/gu, ' ')
		.trim();
}

/** The text from the first opening bracket to the last closing one. */
function between(opening: string, closing: string, text: string): string {
	const from = text.indexOf(opening);
	const to = text.lastIndexOf(closing);
	return from >= 0 && to > from ? text.slice(from, to + 1) : text;
}

function objectIn(text: string): object | undefined {
	const json: unknown = orUndefined(() => JSON.parse(text) as unknown);
	return typeof json === 'object' && json !== null ? json : undefined;
}

function textIn(json: string): string | undefined {
	const text: unknown = orUndefined(() => JSON.parse(json) as unknown);
	return typeof text === 'string' ? cleaned(text) : undefined;
}

function fromBase64(text: string): string | undefined {
	const base64 = text.replace(/^data:[^,]*;base64,|["'\s]/g, '');
	if (!/^[\w+/-]{16,}={0,2}$/.test(base64)) return undefined;
	const decoded = cleaned(Buffer.from(base64, 'base64').toString());
	return /^["[{]/.test(decoded) ? decoded : undefined;
}
