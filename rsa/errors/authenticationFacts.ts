import { consolePage } from './permissions';
import { isAccessTokenRefused } from './classifyResponse';
import type { Failure } from './failure';
import type { HttpResponse, Authentication } from '../http/response';

/** s between two clocks from which on a signed token counts as out of time: RSA allows 60 (AUTH page). */
const CLOCK_SKEW = 60;

/** What to do about a refused access token, by the way in that the credential has. */
const refusedTokens: Readonly<Record<Authentication, string>> = {
	jwt: 'RSA accepts a JSON Web Token for one hour at most: make a new one with your Administration API key.',
	apiKey: `Check that the key still exists in ${consolePage.apiKeys}, and that the API Key File in the credential is its newest key.`,
	oAuthClient: `Check that the OAuth client still exists in ${consolePage.oAuthClients}, and that the Private Key (JWK) in the credential is its newest key.`,
};

/**
 * What a refusal means for the credential's way in, and what to do about it.
 *
 * @param answer as the server gave it
 */
export function authenticationFacts(
	answer: HttpResponse,
	now: Date,
): Pick<Failure, 'advice' | 'authentication' | 'clockOffBy'> {
	const { authentication } = answer;
	if (authentication === undefined) return {};
	if (!isAccessTokenRefused(answer)) return { authentication };
	const advice = refusedTokens[authentication];
	// What an OAuth client presents was not made by the clock of this machine.
	const offBy = authentication === 'oAuthClient' ? undefined : clockOffBy(answer, now);
	if (offBy === undefined) return { authentication, advice };
	return {
		authentication,
		clockOffBy: offBy,
		advice: `Set the clock of the machine that n8n runs on, then test the credential again. If it is right already: ${advice}`,
	};
}

/** s that this machine's clock is ahead of a server's, which tells its time with every answer (RFC 9110, Date). */
export function clockOffBy({ headers }: HttpResponse, now: Date): number | undefined {
	const offBy = Math.round((now.getTime() - Date.parse(String(headers.date))) / 1000);
	return Math.abs(offBy) > CLOCK_SKEW ? offBy : undefined;
}

/** The clock as part of a sentence, for a person. */
export function clockInWords(offBy: number): string {
	const direction = offBy > 0 ? 'ahead' : 'behind';
	return `the clock of this machine is ${Math.abs(offBy)} s ${direction}`;
}
