import { jsonObject } from '../values/jsonObject';

/** Characters. Longer messages add nothing and fill the screen. */
const LONGEST_MESSAGE = 300;

/** Text as long as an access token, which a server may repeat. Serial numbers and user IDs have at most 36 characters. */
const SECRET = /[\w.~+/=-]{40,}/g;

/**
 * Properties with the error message, best first: RSA's application errors use `description`, its gateway's (Spring)
 * `message` beside a bare `error` (recorded by PyDPlus, examples/responses).
 */
const MESSAGE_PROPERTIES = ['description', 'message', 'error_description', 'error'] as const;

/**
 * The message in a response's body; undefined for an empty body, a page, or JSON without one of the known properties.
 *
 * @param body parsed JSON, or text
 * @returns one line of at most 300 characters
 */
export function serverMessageOf(body: unknown): string | undefined {
	const text = typeof body === 'string' ? body : messageIn(body);
	if (isHtml(text)) return undefined;
	const line = text?.replace(SECRET, '…').replace(/\s+/g, ' ').trim();
	if (line === undefined || line === '') return undefined;
	return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line;
}

/** Characters that may precede a page: white space, byte order marks, and replacements of broken UTF-8. */
const NO_TEXT = /[\s\0\uFEFF\uFFFD]+/g;
const BEGINS_WITH_A_TAG = /^<[a-z!?/]/i;
const HOLDS_THE_END_OF_A_TAG = /<\/[a-z][\w:.-]*\s*>/i;

/** Whether the body is HTML or XML: a gateway's page, a login form or a web site. RSA's API uses JSON. */
export function isHtml(body: unknown): boolean {
	if (typeof body !== 'string') return false;
	return BEGINS_WITH_A_TAG.test(body.replace(NO_TEXT, '')) || HOLDS_THE_END_OF_A_TAG.test(body);
}

function messageIn(body: unknown): string | undefined {
	const json = jsonObject(body);
	return MESSAGE_PROPERTIES.map((property) => json?.[property]).find(
		(value): value is string => typeof value === 'string' && value.trim() !== '',
	);
}
