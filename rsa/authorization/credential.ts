import { UserFacingError } from '../values/userFacingError';
import { usableAccessToken } from './accessToken';
import { adminRestApiUrlOf, jsonWebTokenOf } from './administrationApiKey';
import { addressInKeyFile, administrationApiUrl } from './baseUrl';
import { parseJsonWebToken } from './jsonWebToken';
import { fingerprintOf, type OAuthClientFields } from './oAuthClient';
import { kindOfSecret } from './pastedKind';
import { scopeOf } from './scopeSet';
import { LONGEST_SECRET } from './secretJson';

/** The credential's fields, as n8n passes them. */
export type CredentialFields = Readonly<Record<string, unknown>>;

/** The values of the credential's form, by its authentication. */
export type Credential =
	| { readonly authentication: 'jwt'; readonly baseUrl: string; readonly jwt: string }
	| { readonly authentication: 'apiKey'; readonly baseUrl: string; readonly apiKeyFile: string }
	| ({
			readonly authentication: 'oAuthClient';
			readonly baseUrl: string;
			/** The hidden field with the access token. */
			readonly accessToken: unknown;
	  } & OAuthClientFields);

/**
 * The credential in n8n's fields.
 *
 * @throws {UserFacingError} if a field is not text, or this version does not know the authentication
 */
export function parseCredential(fields: CredentialFields): Credential {
	const { authentication } = fields;
	const baseUrl = openField(fields.baseUrl, 'Base URL');
	switch (authentication) {
		case 'jwt':
			return { authentication, baseUrl, jwt: textField(fields.jwt, 'JSON Web Token') };
		case 'apiKey':
			return { authentication, baseUrl, apiKeyFile: textField(fields.apiKeyFile, 'API Key File') };
		case 'oAuthClient':
			return {
				authentication,
				baseUrl,
				issuerUrl: openField(fields.issuerUrl, 'Issuer URL'),
				clientId: openField(fields.clientId, 'Client ID'),
				privateKeyJwk: textField(fields.privateKeyJwk, 'Private Key (JWK)'),
				scope: scopeOf(fields.scopeSet, () => openField(fields.scope, 'Scope')),
				accessToken: fields.accessToken,
			};
		default:
			throw new UserFacingError(
				"The credential's Authentication is not known to this version of the node",
				'Open the credential and choose it again.',
			);
	}
}

/**
 * The address of the tenant's API, without a slash or version at its end.
 *
 * @throws {UserFacingError} if it is invalid
 */
export function apiUrlOf(credential: Credential): string {
	if (credential.baseUrl.trim() !== '' || credential.authentication !== 'apiKey') {
		return administrationApiUrl(credential.baseUrl);
	}
	return addressInKeyFile(adminRestApiUrlOf(credential.apiKeyFile));
}

/**
 * The access token for a request that starts now; undefined if an OAuth client has to request one first.
 *
 * @throws {UserFacingError} if a field is invalid
 */
export function accessTokenOf(credential: Credential, now: Date): string | undefined {
	switch (credential.authentication) {
		case 'jwt':
			return parseJsonWebToken(credential.jwt, now);
		case 'apiKey':
			return jsonWebTokenOf(credential.apiKeyFile, now);
		case 'oAuthClient':
			return usableAccessToken(credential.accessToken, fingerprintOf(credential), now)?.value;
	}
}

/** A field without a secret, whose text is sent to a server or named in an error. */
function openField(value: unknown, displayName: string): string {
	const text = textField(value, displayName);
	const secret = kindOfSecret(text);
	if (secret === undefined) return text;
	throw new UserFacingError(
		`The ${displayName} ${secret.is}`,
		`${secret.advice ?? 'It does not belong there.'} Open the credential and enter the ${displayName} again.`,
	);
}

function textField(value: unknown, displayName: string): string {
	if (value === undefined) return '';
	if (typeof value === 'string' && value.length <= LONGEST_SECRET) return value;
	throw new UserFacingError(
		typeof value === 'string'
			? `The ${displayName} of the credential is ${value.length} characters long, which is too long`
			: `The ${displayName} of the credential is not text`,
		'Open the credential and enter it again.',
	);
}
