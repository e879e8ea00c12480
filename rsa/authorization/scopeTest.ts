import type { FormTransport } from '../http/response';
import { parseCredential, type CredentialFields } from './credential';
import { scopesIn } from './oAuthClient';
import { ScopeError, scopeNotGranted } from './tokenEndpointErrors';
import { requestAccessToken } from './accessTokenRequest';

/** Maximum token requests of a test. */
const MOST_SCOPES = 12;

/**
 * For the credential test, if the token endpoint rejected all scopes together: an error that names those that the OAuth
 * client may not have. Requests a token for each scope.
 *
 * @param error of the token request for all of them
 * @returns an error that names the scopes, or the same error if the token endpoint does not show which
 */
export async function namingScopes(
	error: unknown,
	fields: CredentialFields,
	sendForm: FormTransport,
	now: Date,
): Promise<unknown> {
	if (!(error instanceof ScopeError)) return error;
	const credential = parseCredential(fields);
	if (credential.authentication !== 'oAuthClient') return error;
	const scopes = scopesIn(credential.scope);
	if (scopes.length < 2 || scopes.length > MOST_SCOPES) return error;
	// Undefined if the response does not show it.
	const mayHave = async (scope: string) =>
		await requestAccessToken({ ...credential, scope }, sendForm, now).then(
			() => true,
			(reason: unknown) => (reason instanceof ScopeError ? false : undefined),
		);
	const isGranted = await Promise.all(scopes.map(mayHave));
	const missing = scopes.filter((_, index) => isGranted[index] === false);
	const isConclusive = isGranted.includes(true) && !isGranted.includes(undefined);
	return isConclusive && missing.length > 0 ? scopeNotGranted(missing) : error;
}
