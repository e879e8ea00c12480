import { consolePage } from '../errors/permissions';
import { statusCodes } from '../http/statusCodes';
import { UserFacingError } from '../values/userFacingError';
import { accessTokenOf, apiUrlOf, parseCredential, type CredentialFields } from './credential';
import { accessTokenGotFor } from './accessTokenRenewal';

/** Address of a request in n8n's request options. The HTTP Request node uses `uri`. */
interface AddressOptions {
	readonly url?: string;
	readonly uri?: string;
	readonly baseURL?: string;
}

/**
 * The full address of a request with this credential, and its `Authorization` header.
 *
 * A path (`/v1/…`) is appended to the tenant's API, whichever form the credential's base URL has. A full address must
 * be on the tenant's host: the token can change users' logins and is sent nowhere else.
 *
 * @throws {UserFacingError} if a field of the credential is invalid, or the address is on another host
 * @throws {AccessTokenNeeded} if an OAuth client has no usable access token
 */
export function authorize(
	fields: CredentialFields,
	request: AddressOptions,
	now: Date,
): { readonly url: string; readonly authorization: string } {
	const credential = parseCredential(fields);
	const url = addressOn(apiUrlOf(credential), request);
	const accessToken = accessTokenOf(credential, now) ?? accessTokenGotFor(fields);
	if (accessToken === undefined) throw new AccessTokenNeeded();
	return { url, authorization: `Bearer ${accessToken}` };
}

/**
 * Makes n8n call the credential's preAuthentication and then `authenticate` a second time, before a request is sent:
 * n8n-core handles what `authenticate` throws like the response to a request (measured with 2.41.1).
 */
export class AccessTokenNeeded extends UserFacingError {
	readonly response = { status: statusCodes.unauthorized };

	constructor() {
		// Shown only if the new token is not usable either.
		super(
			"The OAuth client's access tokens expire too soon to be used",
			`Give the OAuth client a longer token validity in ${consolePage.oAuthClients}.`,
		);
	}
}

function addressOn(apiUrl: string, { url = '', uri = '', baseURL = '' }: AddressOptions): string {
	const entered = url === '' ? uri : url;
	if (entered.startsWith('/')) return apiUrl + entered;
	const address = URL.canParse(entered) ? entered : `${baseURL.replace(/\/+$/, '')}/${entered}`;
	const { origin } = new URL(apiUrl);
	if (URL.canParse(address) && new URL(address).origin === origin) return address;
	throw new UserFacingError(
		`This credential's access token is for ${origin} and is sent to no other host`,
		'Change the URL of the request, or the Base URL of the credential.',
	);
}
