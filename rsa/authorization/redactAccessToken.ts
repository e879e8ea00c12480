import type { SendResult } from '../http/response';
import { UserFacingError } from '../values/userFacingError';
import { AccessTokenSearch } from './accessTokenSearch';

/** Characters of a body that is no JSON which can be shown to a user. */
const LONGEST_SHOWN = 2000;

/**
 * Characters of a response in whose texts the token is replaced; later texts with the token are replaced as a whole. Some
 * microseconds a character: a hostile server must not hold up n8n's event loop.
 */
const MOST_REPLACED = 20_000;

/** Access tokens of a run that are removed, at most: with the usual lifetime, those of some hours. */
const MOST_TOKENS = 4;

const REDACTED = '…';

/** Removes an access token from a result, in whatever form the server repeats it. */
export type Redact = (result: SendResult) => SendResult;

/**
 * Prepares the removal of an access token, one time for all responses: each text of a response is searched for it.
 *
 * @returns a function whose result is the result that it is given, without the token
 */
export function redactorOf(accessToken: string | undefined): Redact {
	if (accessToken === undefined || accessToken === '') return (result) => result;
	const search = new AccessTokenSearch(accessToken);
	return (result) => {
		const redaction = new Redaction(accessToken, search);
		if (result.kind === 'response') {
			const body = redaction.body(result.response.body);
			return { ...result, response: { ...result.response, body } };
		}
		if (result.kind !== 'blocked') return result;
		const { message, nextStep } = result.error;
		const redacted = redaction.text(message);
		return redacted === message
			? result
			: { ...result, error: new UserFacingError(redacted, nextStep) };
	};
}

/** Removes the access tokens of a run's latest requests: a server may repeat that of an earlier one. */
export class LatestTokensRedactor {
	/** By access token, the latest last. */
	private readonly redactors = new Map<string | undefined, Redact>();

	/** @param accessToken that of the request; undefined if not known */
	redactorWith(accessToken: string | undefined): Redact {
		if (!this.redactors.has(accessToken)) {
			this.redactors.set(accessToken, redactorOf(accessToken));
			const [oldest] = this.redactors.keys();
			if (this.redactors.size > MOST_TOKENS) this.redactors.delete(oldest);
		}
		return (result) => [...this.redactors.values()].reduce((left, redact) => redact(left), result);
	}
}

/** The removal of the token from one response. */
class Redaction {
	private charactersLeft = MOST_REPLACED;
	/** Property names, which the entries of a page have in common. */
	private readonly names = new Map<string, string>();

	constructor(
		private readonly accessToken: string,
		private readonly search: AccessTokenSearch,
	) {}

	/**
	 * The body without the token. The end of a long text that is no JSON is dropped without a search: what is shown to a user
	 * is shortened only after blanks and long words are removed, which could bring the end into view.
	 */
	body(body: unknown): unknown {
		if (typeof body !== 'string' || body.length <= LONGEST_SHOWN) return this.json(body);
		return this.text(body.slice(0, LONGEST_SHOWN)) + REDACTED;
	}

	text(text: string): string {
		if (!this.search.finds(text)) return text;
		this.charactersLeft -= text.length;
		return this.charactersLeft < 0 ? REDACTED : this.search.without(text);
	}

	/** JSON without the token. A file is returned as it is, or as `…` if it contains the token. */
	private json(json: unknown): unknown {
		if (typeof json === 'string') return this.text(json);
		if (typeof json !== 'object' || json === null) return json;
		if (Buffer.isBuffer(json)) return json.includes(this.accessToken) ? REDACTED : json;
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
