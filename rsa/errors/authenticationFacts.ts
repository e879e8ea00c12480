import type { Authentication, HttpResponse } from '../http/response';
import { isAccessTokenRefused } from './classifyResponse';
import type { Failure } from './failure';
import { clockOffBy } from './machineClock';
import { consolePage } from './permissions';

/** What to do about a rejected access token, by the credential's authentication. */
const tokenAdvice: Readonly<Record<Authentication, string>> = {
	jwt: 'RSA accepts a JSON Web Token for one hour at most: make a new one with your Administration API key.',
	apiKey: `Check that the key still exists in ${consolePage.apiKeys}, and that the API Key File in the credential is its newest key.`,
	oAuthClient: `Check that the OAuth client still exists in ${consolePage.oAuthClients}, and that the Private Key (JWK) in the credential is its newest key.`,
};

/**
 * The facts of a response that depend on the credential's authentication, with advice if the access token was rejected.
 * Empty if the authentication is not known.
 */
export function authenticationFacts(
	response: HttpResponse,
	now: Date,
): Pick<Failure, 'advice' | 'authentication' | 'clockOffBy'> {
	const { authentication } = response;
	if (authentication === undefined) return {};
	if (!isAccessTokenRefused(response)) return { authentication };
	const advice = tokenAdvice[authentication];
	// An OAuth client's token does not depend on the clock of this machine.
	const offBy = authentication === 'oAuthClient' ? undefined : clockOffBy(response, now);
	if (offBy === undefined) return { authentication, advice };
	return {
		authentication,
		clockOffBy: offBy,
		advice: `Set the clock of the machine that n8n runs on, then test the credential again. If it is right already: ${advice}`,
	};
}
