import { UserFacingError } from '../values/userFacingError';
import type { SendResult } from '../http/response';

/** Characters of a token in a row, by which a piece of it is known. A shorter token counts whole. */
const PIECE = 8;

/** Characters of a text that may be shown to a person, at most. */
const READ = 2000;

/**
 * One character as a text may show it: percent-encoded (also several times over), escaped in JSON, as an HTML
 * entity, or as it is. White space and characters that nobody sees may stand anywhere between.
 */
const SHOWN =
	/%(?:25)*([\da-f]{2})|\\u00([\da-f]{2})|&#x0*([\da-f]{2});|&#0*(\d{2,3});|\\(?!u00)|[\s\u00AD\u200B-\u200F\u2060\uFEFF]+|([^])/giu;

/** What to look for: the token itself, and what a server may make of it. */
type Forms = readonly [accessToken: string, ...encoded: string[]];

/** A character of a text, in lower case, and where it stands. */
interface Shown {
	readonly character: string;
	readonly from: number;
	readonly to: number;
}

/** Takes the access token that a request went out with out of its reply, whatever form it comes back in. */
export function redactAccessToken(reply: SendResult, accessToken: string | undefined): SendResult {
	if (accessToken === undefined || accessToken === '') return reply;
	const forms = formsOf(accessToken);
	switch (reply.kind) {
		case 'response':
			return {
				...reply,
				response: { ...reply.response, body: without(forms, reply.response.body) },
			};
		case 'blocked': {
			const { message, nextStep } = reply.error;
			const masked = masking(forms, message);
			return masked === message
				? reply
				: { ...reply, error: new UserFacingError(masked, nextStep) };
		}
		default:
			return reply;
	}
}

/**
 * The same JSON without the token. Where texts for people stand, at the top, it is looked for in every form; deeper
 * down, in the hundred users of a page, as it is.
 */
function without(forms: Forms, json: unknown, depth = 0): unknown {
	if (typeof json === 'string') {
		return depth > 1 ? json.split(forms[0]).join('…') : masking(forms, json);
	}
	if (typeof json !== 'object' || json === null) return json;
	if (Array.isArray(json)) return json.map((element) => without(forms, element, depth + 1));
	return Object.fromEntries(
		Object.entries(json).map(([name, value]) => [name, without(forms, value, depth + 1)]),
	);
}

/**
 * The text with `…` in place of the token and of each piece of it. What comes after the first characters is dropped:
 * blanks and long words before it would go when the text is shortened for a person, so that it would be shown.
 */
function masking(forms: Forms, text: string): string {
	const rest = text.length > READ ? '…' : '';
	return forms.reduce<string>(maskingAll, text.slice(0, READ)) + rest;
}

/** The token as it is, and in Base64 (RFC 4648, 4 and 5) at each of the three places at which it may begin there. */
function formsOf(accessToken: string): Forms {
	const encoded = [0, 1, 2].map((before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(accessToken)]);
		// The first and the last characters depend on what stands around it.
		return bytes
			.toString('base64')
			.replace(/=+$/, '')
			.slice(before === 0 ? 0 : before + 1, -1);
	});
	const urlSafe = encoded.map((form) => form.replace(/\+/g, '-').replace(/\//g, '_'));
	const known = new Set([...encoded, ...urlSafe].filter((form) => form.length >= PIECE));
	return [accessToken, ...known];
}

function maskingAll(text: string, form: string): string {
	const token = form.toLowerCase();
	const size = Math.min(PIECE, token.length);
	if (text.length < size) return text;
	const shown = shownIn(text);
	const line = shown.map(({ character }) => character).join('');
	const isHidden = hiddenIn(line, token, size);
	return isHidden.includes(true) ? masked(text, shown, isHidden) : text;
}

function shownIn(text: string): Shown[] {
	return [...text.matchAll(SHOWN)].flatMap((match) => {
		const [whole, percent, json, hexadecimal, decimal, plain] = match;
		const code = percent ?? json ?? hexadecimal;
		const character =
			plain ??
			(code === undefined
				? decimal && String.fromCharCode(Number(decimal))
				: String.fromCharCode(parseInt(code, 16)));
		if (character === undefined) return [];
		const from = match.index;
		return [...character.toLowerCase()].slice(0, 1).map((one) => ({
			character: one.slice(0, 1),
			from,
			to: from + whole.length,
		}));
	});
}

/** For each character of the line, whether it is of the token. */
function hiddenIn(line: string, token: string, size: number): boolean[] {
	const isHidden = Array.from({ length: line.length }, () => false);
	for (let at = 0; at + size <= line.length; at += 1) {
		const piece = line.slice(at, at + size);
		if (token.includes(piece)) isHidden.fill(true, at, at + size);
	}
	return isHidden;
}

function masked(text: string, shown: readonly Shown[], isHidden: readonly boolean[]): string {
	let result = '';
	let end = 0;
	shown.forEach(({ from, to }, index) => {
		if (isHidden[index] !== true) {
			result += text.slice(end, to);
		} else if (isHidden[index - 1] !== true) {
			result += `${text.slice(end, from)}…`;
		}
		end = to;
	});
	return result + text.slice(end);
}
