import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
	BasicConstraintsExtension,
	KeyUsageFlags,
	KeyUsagesExtension,
	PemConverter,
	SubjectAlternativeNameExtension,
	X509CertificateGenerator,
	type X509Certificate,
} from '@peculiar/x509';
import type { ServerCertificate } from '../loopback-server.mts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** ms */
const day = 86_400_000;

/** The hosts and the validity of a server certificate. */
export interface CertificateOrder {
	/** Names and IP addresses of the host. 127.0.0.1 and localhost by default. */
	readonly hosts?: readonly string[];
	/** Tomorrow by default; before now, it is one that has expired. */
	readonly notAfter?: Date;
}

/** A private certificate authority, as companies run one. No client trusts it by default. */
export class CertificateAuthority {
	private constructor(
		private readonly keys: webcrypto.CryptoKeyPair,
		private readonly certificate: X509Certificate,
	) {}

	/** Makes an authority with a key of its own. */
	static async found(): Promise<CertificateAuthority> {
		const keys = await generateKeys();
		const certificate = await X509CertificateGenerator.createSelfSigned({
			name: 'CN=Private authority of the sandbox',
			keys,
			signingAlgorithm: algorithm,
			notBefore: new Date(Date.now() - 2 * day),
			notAfter: new Date(Date.now() + 2 * day),
			extensions: [
				new BasicConstraintsExtension(true, undefined, true),
				new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
			],
		});
		return new CertificateAuthority(keys, certificate);
	}

	/** Its own certificate (PEM), which a client has to trust. */
	get pem(): string {
		return this.certificate.toString('pem');
	}

	/**
	 * Issues a server certificate.
	 *
	 * @param order for which hosts and until when
	 * @returns the private key and the certificate, as a server takes them
	 */
	async issue(order: CertificateOrder = {}): Promise<ServerCertificate> {
		const { hosts = ['127.0.0.1', 'localhost'], notAfter = new Date(Date.now() + day) } = order;
		const { publicKey, privateKey } = await generateKeys();
		const certificate = await X509CertificateGenerator.create({
			subject: 'CN=Simulated RSA tenant',
			issuer: this.certificate.subject,
			publicKey,
			signingKey: this.keys.privateKey,
			signingAlgorithm: algorithm,
			notBefore: new Date(notAfter.getTime() - 2 * day),
			notAfter,
			extensions: [
				new SubjectAlternativeNameExtension(
					hosts.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
				),
			],
		});
		const key = await crypto.subtle.exportKey('pkcs8', privateKey);
		return {
			key: PemConverter.encode(key, PemConverter.PrivateKeyTag),
			cert: certificate.toString('pem'),
		};
	}
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
	return await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}
