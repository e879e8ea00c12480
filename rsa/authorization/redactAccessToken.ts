import { UserFacingError } from '../values/userFacingError';
import type { SendResult } from '../http/response';

/** Length of the parts of a token that are recognized. A shorter token is recognized as a whole. */
const SHORTEST_PART = 8;

/** Characters of a text that can be shown to a user. */
const LONGEST_SHOWN = 2000;

/**
 * One character as a text may show it: percent-encoded (also repeatedly), escaped in JSON, as an HTML entity, or as it is.
 * White space and invisible characters may be anywhere between.
 */
const SHOWN =
	/%(?:25)*([\da-f]{2})|\\u00([\da-f]{2})|&#x0*([\da-f]{2});|&#0*(\d{2,3});|\\(?!u00)|[\s\u00AD\u200B-\u200F\u2060\uFEFF]+|([^])/giu;

/** Length of the pieces of a token by which a text without it is passed over. */
const PIECE = 4;

/** ASCII with blanks, without `%`, `&` and `\\`: such a text shows its characters as they are, but for the blanks. */
const SHOWN_AS_IS = /^[ -$'-[\]-~]*$/;

/** Removes an access token from a result, in whatever form the server repeats it. */
export type Redact = (result: SendResult) => SendResult;

/** How a token is recognized. */
interface Recognized {
	readonly accessToken: string;
	/** The token, and the encodings in which a server may repeat it, in lower case. */
	readonly forms: readonly string[];
	/** Every part of a form that is to be recognized contains one of these; undefined for a token that is too short. */
	readonly pieces: ReadonlySet<string> | undefined;
}

/** A character of a text, in lower case, and its position. */
interface Shown {
	readonly character: string;
	readonly from: number;
	readonly to: number;
}

/**
 * Prepares the removal of an access token, one time for all responses: each text of a response is searched for it.
 *
 * @returns a function whose result is the result that it is given, without the token
 */
export function redactorOf(accessToken: string | undefined): Redact {
	if (accessToken === undefined || accessToken === '') return (result) => result;
	const token = recognized(accessToken);
	return (result) => {
		if (result.kind === 'response') {
			const body = redactedJson(token, result.response.body);
			return { ...result, response: { ...result.response, body } };
		}
		if (result.kind !== 'blocked') return result;
		const { message, nextStep } = result.error;
		const redacted = redactedText(token, message);
		return redacted === message
			? result
			: { ...result, error: new UserFacingError(redacted, nextStep) };
	};
}

/**
 * JSON without the token. A file is returned as it is, or as `…` if it contains the token. Texts at the top, such as
 * messages, are searched for all forms; deeper ones, such as the entries of a page, for the token itself only.
 */
function redactedJson(token: Recognized, json: unknown, depth = 0): unknown {
	if (typeof json === 'string') {
		return depth > 1 ? json.split(token.accessToken).join('…') : redactedText(token, json);
	}
	if (typeof json !== 'object' || json === null) return json;
	if (Buffer.isBuffer(json)) return json.includes(token.accessToken) ? '…' : json;
	if (Array.isArray(json)) return json.map((element) => redactedJson(token, element, depth + 1));
	return Object.fromEntries(
		Object.entries(json).map(([name, value]) => [name, redactedJson(token, value, depth + 1)]),
	);
}

/**
 * The text with `…` in place of the token and of each part of it. The end of a long text is dropped without a search: what
 * is shown to a user is shortened only after blanks and long words are removed, which could bring the end into view.
 */
function redactedText(token: Recognized, text: string): string {
	const rest = text.length > LONGEST_SHOWN ? '…' : '';
	return withoutToken(token, text.slice(0, LONGEST_SHOWN)) + rest;
}

function recognized(accessToken: string): Recognized {
	const forms = formsOf(accessToken).map((form) => form.toLowerCase());
	const pieces = accessToken.length < PIECE ? undefined : new Set(forms.flatMap(piecesOf));
	return { accessToken, forms, pieces };
}

/** The token, and its Base64 forms (RFC 4648, 4 and 5) at each of the three offsets within a longer text. */
function formsOf(accessToken: string): string[] {
	const encoded = [0, 1, 2].map((before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(accessToken)]);
		// The first and the last characters depend on the bytes around the token.
		return bytes
			.toString('base64')
			.replace(/=+$/, '')
			.slice(before === 0 ? 0 : before + 1, -1);
	});
	const urlSafe = encoded.map((form) => form.replace(/\+/g, '-').replace(/\//g, '_'));
	const known = new Set([...encoded, ...urlSafe].filter((form) => form.length >= SHORTEST_PART));
	return [accessToken, ...known];
}

/** Pieces at such distances that each part to be recognized contains one of them whole. */
function piecesOf(form: string): string[] {
	const distance = Math.min(SHORTEST_PART, form.length) - PIECE + 1;
	const count = Math.floor((form.length - PIECE) / distance) + 1;
	return Array.from({ length: count }, (_, index) =>
		form.slice(index * distance, index * distance + PIECE),
	);
}

function withoutToken(token: Recognized, text: string): string {
	if (SHOWN_AS_IS.test(text) && !mayHaveToken(token, text.replace(/ /g, '').toLowerCase()))
		return text;
	const shown = shownIn(text);
	const line = shown.map(({ character }) => character).join('');
	const isToken = Array.from({ length: line.length }, () => false);
	for (const form of token.forms) {
		const size = Math.min(SHORTEST_PART, form.length);
		for (let at = 0; at + size <= line.length; at += 1) {
			if (form.includes(line.slice(at, at + size))) isToken.fill(true, at, at + size);
		}
	}
	return isToken.includes(true) ? masked(text, shown, isToken) : text;
}

/** @param line in lower case, without blanks */
function mayHaveToken({ pieces }: Recognized, line: string): boolean {
	if (pieces === undefined) return true;
	for (let at = 0; at < line.length; at += 1) {
		if (pieces.has(line.slice(at, at + PIECE))) return true;
	}
	return false;
}

/** The characters that a text shows: one UTF-16 unit each, without white space and invisible characters. */
function shownIn(text: string): Shown[] {
	return [...text.matchAll(SHOWN)].flatMap((match) => {
		const [whole, percent, json, hexadecimal, decimal, plain] = match;
		const hexadecimals = percent ?? json ?? hexadecimal;
		const code = hexadecimals === undefined ? Number(decimal) : parseInt(hexadecimals, 16);
		if (plain === undefined && Number.isNaN(code)) return [];
		const character = (plain ?? String.fromCharCode(code)).toLowerCase().charAt(0);
		return [{ character, from: match.index, to: match.index + whole.length }];
	});
}

/** @param isToken of each shown character, whether it belongs to the token */
function masked(text: string, shown: readonly Shown[], isToken: readonly boolean[]): string {
	let result = '';
	let end = 0;
	shown.forEach(({ from, to }, index) => {
		if (isToken[index] !== true) {
			result += text.slice(end, to);
		} else if (isToken[index - 1] !== true) {
			result += `${text.slice(end, from)}…`;
		}
		end = to;
	});
	return result + text.slice(end);
}
