import type { SendResult } from '../http/response';
import { UserFacingError } from '../values/userFacingError';
import { AccessTokenSearch, SHORTEST_PART } from './accessTokenSearch';
import { asciiOf } from './decodedText';

/** Characters of a body that is no JSON which can be shown to a user. */
const LONGEST_SHOWN = 2000;

/**
 * Characters of a response in whose texts tokens are replaced; later texts with a token are replaced as a whole. Some
 * microseconds a character: a hostile server must not hold up n8n's event loop.
 */
const MOST_REPLACED = 20_000;

/** Access tokens of a run that are removed, at most: with the usual lifetime, those of some hours. */
const MOST_TOKENS = 4;

const REDACTED = '…';

/** Removes access tokens from a result, in whatever form the server repeats them. */
export type Redact = (result: SendResult) => SendResult;

/**
 * Prepares the removal of access tokens, one time for all responses: each text of a response is searched for them.
 *
 * @returns a function whose result is the result that it is given, without the tokens
 */
export function redactorOf(...accessTokens: ReadonlyArray<string | undefined>): Redact {
	const searches = searchesFor(accessTokens.map((token) => token ?? ''));
	return searches.length === 0
		? (result) => result
		: (result) => redacted(result, new Redaction(searches));
}

/** One search for all tokens that are recognized by their parts, and one for each shorter token. */
function searchesFor(accessTokens: readonly string[]): AccessTokenSearch[] {
	const isLong = (token: string) => asciiOf(token).length >= SHORTEST_PART;
	const long = accessTokens.filter(isLong);
	const short = accessTokens.filter((token) => !isLong(token) && asciiOf(token) !== '');
	const groups = [long, ...short.map((token) => [token])].filter(({ length }) => length > 0);
	return groups.map((group) => new AccessTokenSearch(group));
}

/** Removes the access tokens of a run's latest requests: a server may repeat that of an earlier one. */
export class LatestTokensRedactor {
	/** The latest last. */
	private accessTokens: readonly string[] = [];
	private redact = redactorOf();

	/** @param accessToken that of the request; undefined if not known */
	redactorWith(accessToken: string | undefined): Redact {
		if (accessToken === undefined || this.accessTokens.slice(-1).includes(accessToken))
			return this.redact;
		const isNew = !this.accessTokens.includes(accessToken);
		const others = this.accessTokens.filter((other) => other !== accessToken);
		this.accessTokens = [...others, accessToken].slice(-MOST_TOKENS);
		if (isNew) this.redact = redactorOf(...this.accessTokens);
		return this.redact;
	}
}

function redacted(result: SendResult, redaction: Redaction): SendResult {
	if (result.kind === 'response') {
		const body = redaction.body(result.response.body);
		return { ...result, response: { ...result.response, body } };
	}
	if (result.kind !== 'blocked') return result;
	const { message, nextStep } = result.error;
	const texts = [redaction.text(message), redaction.text(nextStep)] as const;
	// The same error, if it is not changed: it says more than its texts.
	return texts[0] === message && texts[1] === nextStep
		? result
		: { ...result, error: new UserFacingError(...texts) };
}

/** The removal of the tokens from one result. */
class Redaction {
	private charactersLeft = MOST_REPLACED;
	/** Property names, which the entries of a page have in common. */
	private readonly names = new Map<string, string>();

	constructor(private readonly searches: readonly AccessTokenSearch[]) {}

	/**
	 * The body without the tokens. The end of a long text that is no JSON is dropped without a search: what is shown to a user
	 * is shortened only after blanks and long words are removed, which could bring the end into view.
	 */
	body(body: unknown): unknown {
		if (typeof body !== 'string' || body.length <= LONGEST_SHOWN) return this.json(body);
		return this.text(body.slice(0, LONGEST_SHOWN)) + REDACTED;
	}

	text(text: string): string {
		return this.searches.reduce((rest, search) => this.without(rest, search), text);
	}

	private without(text: string, search: AccessTokenSearch): string {
		if (!search.finds(text)) return text;
		this.charactersLeft -= text.length;
		return this.charactersLeft < 0 ? REDACTED : search.without(text);
	}

	/** JSON without the tokens. A file is returned as it is, or as `…` if it contains one of them. */
	private json(json: unknown): unknown {
		if (typeof json === 'string') return this.text(json);
		if (typeof json !== 'object' || json === null) return json;
		if (Buffer.isBuffer(json)) {
			const tokens = this.searches.flatMap(({ accessTokens }) => accessTokens);
			const isFound = tokens.some((token) => json.includes(token));
			return isFound ? REDACTED : json;
		}
		if (Array.isArray(json)) return json.map((element) => this.json(element));
		return Object.fromEntries(
			Object.entries(json).map(([name, value]) => [this.name(name), this.json(value)]),
		);
	}

	private name(name: string): string {
		const known = this.names.get(name) ?? this.text(name);
		this.names.set(name, known);
		return known;
	}
}
