import { createPrivateKey, type KeyObject } from 'node:crypto';

import { consolePage } from '../errors/permissions';
import { orUndefined } from '../values/orUndefined';
import { UserFacingError } from '../values/userFacingError';

/** Bits. Node signs with less, but nobody should accept it (NIST SP 800-131A); RSA's keys have 2048. */
const SMALLEST_RSA_KEY = 2048;

const PEM = /-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----/s;
const PRIVATE_KEY_LABELS = ['RSA PRIVATE KEY', 'PRIVATE KEY'];

const PASTE_THE_FILE = `Paste the whole file that ${consolePage.apiAccess} handed out.`;

/**
 * The RSA private key in a PEM text, whatever a form field made of the text: PKCS#1 or PKCS#8, with line
 * breaks of any system, as the two characters `\n`, as spaces, or without any, in quotes or not. Node itself
 * loads only the first two (measured with Node 20).
 *
 * @throws {UserFacingError} for anything else than an unencrypted RSA private key of 2048 bits or more
 */
export function readPrivateKeyPem(text: string): KeyObject {
	const [, label = '', content = ''] = PEM.exec(text) ?? [];
	if (label.startsWith('ENCRYPTED') || content.includes('ENCRYPTED')) {
		throw new UserFacingError(
			'The private key is encrypted with a passphrase',
			`${PASTE_THE_FILE} Its key is not encrypted.`,
		);
	}
	if (label.endsWith('PUBLIC KEY') || label === 'CERTIFICATE') {
		throw new UserFacingError(
			`The private key is missing: there is a ${label.toLowerCase()}`,
			PASTE_THE_FILE,
		);
	}
	if (!PRIVATE_KEY_LABELS.includes(label)) throw unreadable();
	return checkedRsaKey(load(label, content));
}

function load(label: string, content: string): KeyObject {
	const base64 = content.replace(/\\[rn]|\s/g, '');
	const lines = base64.match(/.{1,64}/g) ?? [];
	const pem = [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
	const key = orUndefined(() => createPrivateKey(pem));
	if (key === undefined) throw unreadable();
	return key;
}

function unreadable(): UserFacingError {
	return new UserFacingError('The private key cannot be read', PASTE_THE_FILE);
}

/** @throws {UserFacingError} where the key is no RSA key, or too short to be safe */
export function checkedRsaKey(key: KeyObject): KeyObject {
	if (key.asymmetricKeyType !== 'rsa') {
		throw new UserFacingError(
			`The private key is a key of type ${key.asymmetricKeyType}, and an RSA key is needed here`,
			PASTE_THE_FILE,
		);
	}
	const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
	if (bits < SMALLEST_RSA_KEY) {
		throw new UserFacingError(
			`The private key has ${bits} bits, which is too few to be safe`,
			`Make a new key in ${consolePage.apiAccess}: its keys have ${SMALLEST_RSA_KEY} bits.`,
		);
	}
	return key;
}
