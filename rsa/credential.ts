import { administrationApiUrl } from './baseUrl';
import { readJsonWebToken } from './jsonWebToken';
import { Refusal } from './refusal';

/** What the credential's form holds, checked. */
export interface Credential {
	readonly authentication: 'jwt';
	readonly baseUrl: string;
	readonly jwt: string;
}

/** What the API needs of a credential for a request. */
export interface Access {
	/** Without a slash or version at its end. */
	readonly apiUrl: string;
	readonly accessToken: string;
}

/**
 * Reads the credential's fields, as n8n hands them over.
 *
 * @throws {Refusal} where one is missing or no text
 */
export function readCredential(fields: Readonly<Record<string, unknown>>): Credential {
	return {
		authentication: 'jwt',
		baseUrl: textField(fields.baseUrl, 'Base URL'),
		jwt: textField(fields.jwt, 'JSON Web Token'),
	};
}

/**
 * The address and the token for requests that begin now.
 *
 * @throws {Refusal} where a field cannot be right, so that no request is spent on it
 */
export function accessOf(credential: Credential, now: Date): Access {
	return {
		apiUrl: administrationApiUrl(credential.baseUrl),
		accessToken: readJsonWebToken(credential.jwt, now),
	};
}

function textField(value: unknown, displayName: string): string {
	if (typeof value === 'string') return value;
	throw new Refusal(
		`The ${displayName} of the credential is not text`,
		'Open the credential and enter it again.',
	);
}
