import { createPrivateKey, type KeyObject } from 'node:crypto';

import { consolePage } from '../errors/permissions';
import { orUndefined } from '../values/orUndefined';
import { UserFacingError } from '../values/userFacingError';

/** Bits. Node signs with less, which is not safe (NIST SP 800-131A); RSA's keys have 2048. */
const SMALLEST_RSA_KEY = 2048;

const PEM = /-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----/s;
const PRIVATE_KEY_LABELS = ['RSA PRIVATE KEY', 'PRIVATE KEY'];

const PASTE_THE_FILE = `Paste the whole file from ${consolePage.apiAccess}.`;

function invalidKey(what: string, nextStep = PASTE_THE_FILE): UserFacingError {
	return new UserFacingError(`The private key ${what}`, nextStep);
}

/**
 * The RSA private key in a PEM text as form fields leave it: PKCS#1 or PKCS#8, with line breaks of any system, as the
 * two characters `\n`, as spaces, or without any, in quotes or not. Node itself loads only the first two (measured with
 * Node 20).
 *
 * @throws {UserFacingError} for anything else than an unencrypted RSA private key of 2048 bits or more
 */
export function parsePrivateKeyPem(text: string): KeyObject {
	const [, label = '', content = ''] = PEM.exec(text) ?? [];
	if (label.startsWith('ENCRYPTED') || content.includes('ENCRYPTED')) {
		throw invalidKey(
			'is encrypted with a passphrase',
			`${PASTE_THE_FILE} Its key is not encrypted.`,
		);
	}
	if (label.endsWith('PUBLIC KEY') || label === 'CERTIFICATE') {
		throw invalidKey(`is missing: there is a ${label.toLowerCase()}`);
	}
	const base64 = content.replace(/\\[rn]|\s/g, '');
	const lines = base64.match(/.{1,64}/g) ?? [];
	const pem = [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
	const isPrivateKey = PRIVATE_KEY_LABELS.includes(label);
	const key = isPrivateKey ? orUndefined(() => createPrivateKey(pem)) : undefined;
	if (key === undefined) throw invalidKey('cannot be read');
	return checkedRsaKey(key);
}

/** @throws {UserFacingError} if the key is not an RSA key, or too short to be safe */
export function checkedRsaKey(key: KeyObject): KeyObject {
	if (key.asymmetricKeyType !== 'rsa') {
		throw invalidKey(`is a key of type ${key.asymmetricKeyType}, and an RSA key is needed here`);
	}
	const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
	if (bits >= SMALLEST_RSA_KEY) return key;
	throw invalidKey(
		`has ${bits} bits, which is too few to be safe`,
		`Make a new key in ${consolePage.apiAccess}: its keys have ${SMALLEST_RSA_KEY} bits.`,
	);
}
