/** Longer texts of a server say no more, and fill an operator's screen. */
const LONGEST_TEXT = 300;

/** What a server may echo of a request's token. Serial numbers and user IDs are shorter (36 characters). */
const SECRET = /[\w.~+/=-]{40,}/g;

/**
 * Where an answer's body says what went wrong, best first: RSA's application errors use `description`,
 * its gateway's (Spring) `message` beside a bare `error` (recorded by PyDPlus, examples/responses).
 */
const TELLING_PROPERTIES = ['description', 'message', 'error_description', 'error'] as const;

/**
 * What a server's answer says in words, or nothing where it says nothing that a person can use:
 * an empty body, a page, JSON without one of the known properties.
 *
 * @param body JSON as parsed, or the text as it came
 * @returns one line of at most 300 characters
 */
export function serverMessageOf(body: unknown): string | undefined {
	const told = typeof body === 'string' ? body : toldBy(body);
	if (isHtml(told)) return undefined;
	const line = told?.replace(SECRET, '…').replace(/\s+/g, ' ').trim();
	if (line === undefined || line === '') return undefined;
	return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}

/** What may stand before a page: marks of its encoding, and what is left of one that is no UTF-8. */
const NO_TEXT = /[\s\0\uFEFF\uFFFD]+/g;
const BEGINS_WITH_A_TAG = /^<[a-z!?/]/i;
const HOLDS_THE_END_OF_A_TAG = /<\/[a-z][\w:.-]*\s*>/i;

/** Whether the body is HTML or XML: a gateway's page, a login form or a web site. RSA's API speaks JSON. */
export function isHtml(body: unknown): boolean {
	if (typeof body !== 'string') return false;
	return BEGINS_WITH_A_TAG.test(body.replace(NO_TEXT, '')) || HOLDS_THE_END_OF_A_TAG.test(body);
}

function toldBy(body: unknown): string | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const properties: Readonly<Record<string, unknown>> = { ...body };
	return TELLING_PROPERTIES.map((property) => properties[property]).find(
		(value): value is string => typeof value === 'string' && value.trim() !== '',
	);
}
