import { UserFacingError } from '../values/userFacingError';

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * An address that secrets may be sent to: HTTPS, or plain HTTP on this machine.
 *
 * @param entered the field's text, with or without `https://`
 * @param field the field's display name
 * @param nextStep where to find the address
 * @throws {UserFacingError} if it is no address, has a login, or would send secrets over plain HTTP
 */
export function secureAddress(entered: string, field: string, nextStep: string): URL {
	const address = entered.trim();
	if (address === '') throw new UserFacingError(`The ${field} is empty`, nextStep);
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`;
	if (!URL.canParse(withScheme)) {
		// Not quoted: a key file or a token may have been pasted into the wrong field.
		throw new UserFacingError(`The ${field} is not an address`, nextStep);
	}
	const url = new URL(withScheme);
	if (url.username !== '' || url.password !== '') {
		throw new UserFacingError(`The ${field} contains a username or a password`, nextStep);
	}
	const isLoopback = url.protocol === 'http:' && LOOPBACK_HOST.test(url.hostname);
	if (url.protocol === 'https:' || isLoopback) return url;
	throw new UserFacingError(
		`The ${field} begins with ${url.protocol}//: the access token could be intercepted`,
		`It must begin with https://. ${nextStep}`,
	);
}
