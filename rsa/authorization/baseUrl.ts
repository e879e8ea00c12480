import { consolePage } from '../errors/permissions';
import { UserFacingError } from '../values/userFacingError';
import { secureAddress } from './address';

/** Path of the API on a tenant's host: the same on every RSA page. */
const API_PATH = '/AdminInterface/restapi';

/** Paths in the addresses that RSA shows: those of console, key file and command line differ. */
const SHOWN_PATH = /^(\/AdminInterface(\/restapi(\/v\d)?)?)?\/*$/i;

const COPY_IT = `Copy the 'Administration API REST URL' from ${consolePage.apiAccess}, such as https://mycompany.access.securid.com/AdminInterface/restapi.`;
const PASTE_KEY_FILE = `Paste the whole content of the .key file from ${consolePage.apiKeys}, or enter the tenant's address in the field 'Base URL', such as https://mycompany.access.securid.com/AdminInterface/restapi.`;

/**
 * The address that every path of the API is appended to, without a slash or version at its end.
 *
 * @param baseUrl any form that RSA shows: bare host, trailing slash, with `/AdminInterface/restapi`, with `/v1`
 * @throws {UserFacingError} if it is no such address, has a login, or would send the token over plain HTTP
 */
export function administrationApiUrl(baseUrl: string): string {
	return apiUrlIn(baseUrl, 'Base URL', COPY_IT);
}

/**
 * The same for the address in a key file.
 *
 * @throws {UserFacingError} as {@link administrationApiUrl} does, with advice about the file
 */
export function addressInKeyFile(adminRestApiUrl: string): string {
	return apiUrlIn(adminRestApiUrl, "'adminRestApiUrl' in the API Key File", PASTE_KEY_FILE);
}

function apiUrlIn(entered: string, field: string, nextStep: string): string {
	const url = secureAddress(entered, field, nextStep);
	if (SHOWN_PATH.test(url.pathname) && url.search === '' && url.hash === '') {
		return url.origin + API_PATH;
	}
	const tail = url.pathname.slice(0, 100) + (url.search === '' ? '' : '?…');
	throw new UserFacingError(
		`The ${field} continues with '${tail}', which is not the path of RSA's API`,
		nextStep,
	);
}
