import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** Both halves of a key. */
export interface KeyPair {
	readonly publicKey: KeyObject;
	readonly privateKey: KeyObject;
}

/**
 * RSA key pairs by number: the n-th key of a kind has the same key pair in every tenant of this
 * process. Making one takes up to a second, and access IDs, client IDs and kids keep tenants apart.
 */
export class RsaKeyPairs {
	readonly #made: KeyPair[] = [];

	/** @returns the key pair with this number, 2048 bit */
	numbered(index: number): KeyPair {
		return (this.#made[index] ??= generateKeyPairSync('rsa', { modulusLength: 2048 }));
	}
}
