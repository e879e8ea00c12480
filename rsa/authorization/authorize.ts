import { consolePage } from '../errors/permissions';
import { UserFacingError } from '../values/userFacingError';
import { accessTokenOf, apiUrlOf, readCredential, type CredentialFields } from './credential';
import { accessTokenGotFor } from './tokenRenewal';

/** Where a request goes, as n8n's request options say it. `uri` is what the HTTP Request node uses. */
export interface Addressed {
	readonly url?: string;
	readonly uri?: string;
	readonly baseURL?: string;
}

/** The full address of a request and the header that lets it in. */
export interface Authorization {
	readonly url: string;
	readonly authorization: string;
}

/**
 * Where a request of this credential goes, and with which `Authorization` header.
 *
 * A path (`/v1/…`) is appended to the tenant's API, whichever form of the base URL the credential holds. A
 * full address must be on the tenant's host: the token opens people's logins and goes nowhere else.
 *
 * @throws {UserFacingError} where a field of the credential cannot be right, or the address is on another host
 * @throws {AccessTokenNeeded} where an OAuth client has no usable access token
 */
export function authorize(fields: CredentialFields, request: Addressed, now: Date): Authorization {
	const credential = readCredential(fields);
	const url = addressOn(apiUrlOf(credential), request);
	const accessToken = accessTokenOf(credential, now) ?? accessTokenGotFor(fields);
	if (accessToken === undefined) throw new AccessTokenNeeded();
	return { url, authorization: `Bearer ${accessToken}` };
}

/**
 * Makes n8n call the credential's preAuthentication and then `authenticate` once more, before a request is
 * sent: n8n-core takes what `authenticate` throws for the answer of a request (measured with 2.41.1).
 */
export class AccessTokenNeeded extends UserFacingError {
	readonly response = { status: 401 };

	constructor() {
		// Shown only where the new token is not usable either.
		super(
			"The OAuth client's access tokens run out before they can be used",
			`Give the OAuth client a longer token validity in ${consolePage.oAuthClients}.`,
		);
	}
}

function addressOn(apiUrl: string, { url, uri, baseURL = '' }: Addressed): string {
	const entered = (url ?? '') === '' ? (uri ?? '') : (url ?? '');
	if (entered.startsWith('/')) return apiUrl + entered;
	const address = URL.canParse(entered) ? entered : `${baseURL.replace(/\/+$/, '')}/${entered}`;
	const { origin } = new URL(apiUrl);
	if (URL.canParse(address) && new URL(address).origin === origin) return address;
	throw new UserFacingError(
		`This credential's access token is for ${origin} and is sent to no other host`,
		'Change the URL of the request, or the Base URL of the credential.',
	);
}
