import { readCredential, type CredentialFields } from './credential';
import { scopesIn, type OAuthClientFields } from './oAuthClient';
import { scopeNotGranted, ScopeError } from './tokenEndpointErrors';
import { requestAccessToken, type FormTransport } from './tokenRequest';

/** Token requests that a test may cost. */
const MOST_SCOPES = 12;

/**
 * Which scopes an OAuth client may not have, where the token endpoint refused it all of them together without
 * saying so: each is asked for alone. For the credential's test, which is to tell what to change.
 *
 * @param error what asking for all of them came to
 * @returns the refusal that names them, or the error as it was where that tells no more
 */
export async function namingScopes(
	error: unknown,
	fields: CredentialFields,
	sendForm: FormTransport,
	now: Date,
): Promise<unknown> {
	if (!(error instanceof ScopeError)) return error;
	const credential = readCredential(fields);
	if (credential.authentication !== 'oAuthClient') return error;
	const scopes = scopesIn(credential.scope);
	if (scopes.length < 2 || scopes.length > MOST_SCOPES) return error;
	const isGranted = await Promise.all(
		scopes.map(async (scope) => await mayHave({ ...credential, scope }, sendForm, now)),
	);
	const missing = scopes.filter((_, index) => isGranted[index] === false);
	const isTold = isGranted.includes(true) && !isGranted.includes(undefined);
	return isTold && missing.length > 0 ? scopeNotGranted(missing) : error;
}

/** @returns undefined if it stays open */
async function mayHave(
	client: OAuthClientFields,
	sendForm: FormTransport,
	now: Date,
): Promise<boolean | undefined> {
	return await requestAccessToken(client, sendForm, now).then(
		() => true,
		(error: unknown) => (error instanceof ScopeError ? false : undefined),
	);
}
