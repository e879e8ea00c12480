import { accessOf, readCredential } from './credential';
import { Refusal } from './refusal';

/** Where a request goes, as n8n's request options say it. `uri` is what the HTTP Request node uses. */
interface Addressed {
	url?: string;
	uri?: string;
	baseURL?: string;
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
 * @throws {Refusal} where a field of the credential cannot be right, or the address is on another host
 */
export function authorize(
	fields: Readonly<Record<string, unknown>>,
	request: Readonly<Addressed>,
	now: Date,
): Authorization {
	const { apiUrl, accessToken } = accessOf(readCredential(fields), now);
	return { url: addressOn(apiUrl, request), authorization: `Bearer ${accessToken}` };
}

function addressOn(apiUrl: string, { url, uri, baseURL }: Readonly<Addressed>): string {
	const address = url ?? uri ?? '';
	if (address.startsWith('/')) return apiUrl + address;
	const { origin } = new URL(apiUrl);
	if (URL.canParse(address, baseURL) && new URL(address, baseURL).origin === origin) return address;
	throw new Refusal(
		`This credential's token is for ${origin} and is sent to no other host`,
		'Change the URL of the request, or the Base URL of the credential.',
	);
}
