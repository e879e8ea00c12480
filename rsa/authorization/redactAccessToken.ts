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

/** The token, and the encodings in which a server may repeat it. */
type Forms = readonly [accessToken: string, ...encoded: string[]];

/** A character of a text, in lower case, and its position. */
interface Shown {
	readonly character: string;
	readonly from: number;
	readonly to: number;
}

/** A result without the access token of its request, in whatever form the server repeats it. */
export function redactAccessToken(result: SendResult, accessToken: string | undefined): SendResult {
	if (accessToken === undefined || accessToken === '') return result;
	const forms = formsOf(accessToken);
	if (result.kind === 'response') {
		const body = redactedJson(forms, result.response.body);
		return { ...result, response: { ...result.response, body } };
	}
	if (result.kind !== 'blocked') return result;
	const { message, nextStep } = result.error;
	const redacted = redactedText(forms, message);
	return redacted === message
		? result
		: { ...result, error: new UserFacingError(redacted, nextStep) };
}

/**
 * JSON without the token. A file is returned as it is, or as `…` if it contains the token. Texts at the top, such as
 * messages, are searched for all forms; deeper ones, such as the entries of a page, for the token itself only.
 */
function redactedJson(forms: Forms, json: unknown, depth = 0): unknown {
	if (typeof json === 'string') {
		return depth > 1 ? json.split(forms[0]).join('…') : redactedText(forms, json);
	}
	if (typeof json !== 'object' || json === null) return json;
	if (Buffer.isBuffer(json)) return json.includes(forms[0]) ? '…' : json;
	if (Array.isArray(json)) return json.map((element) => redactedJson(forms, element, depth + 1));
	return Object.fromEntries(
		Object.entries(json).map(([name, value]) => [name, redactedJson(forms, value, depth + 1)]),
	);
}

/**
 * The text with `…` in place of the token and of each part of it. The end of a long text is dropped without a search: what
 * is shown to a user is shortened only after blanks and long words are removed, which could bring the end into view.
 */
function redactedText(forms: Forms, text: string): string {
	const rest = text.length > LONGEST_SHOWN ? '…' : '';
	return forms.reduce<string>(withoutForm, text.slice(0, LONGEST_SHOWN)) + rest;
}

/** The token, and its Base64 forms (RFC 4648, 4 and 5) at each of the three offsets within a longer text. */
function formsOf(accessToken: string): Forms {
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

function withoutForm(text: string, form: string): string {
	const token = form.toLowerCase();
	const size = Math.min(SHORTEST_PART, token.length);
	if (text.length < size) return text;
	const shown = shownIn(text);
	const line = shown.map(({ character }) => character).join('');
	const isToken = Array.from({ length: line.length }, () => false);
	for (let at = 0; at + size <= line.length; at += 1) {
		if (token.includes(line.slice(at, at + size))) isToken.fill(true, at, at + size);
	}
	return isToken.includes(true) ? masked(text, shown, isToken) : text;
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
