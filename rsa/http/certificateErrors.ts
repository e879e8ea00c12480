import type { NoResponse } from './response';

/** Why a host's certificate is rejected, and what to do about it. */
type CertificateError = Required<Pick<NoResponse, 'reason' | 'advice'>>;

const TRUST_ITS_AUTHORITY =
	'If your network has its own certificate authority, for example for a proxy that inspects HTTPS, set the environment variable NODE_EXTRA_CA_CERTS to a PEM file with its certificate on every machine that n8n runs on, then restart n8n. If it has none, something else may answer in place of RSA: check the addresses in the credential.';
const CHECK_VALIDITY =
	'Check the clock of the machine that n8n runs on. If it is right, whoever runs the host, or the proxy that answers in its place, must renew the certificate.';
const CHECK_HOST =
	'Check the host names in the credential for typing errors, and whether a proxy answers in place of RSA.';
const RENEW = 'Whoever runs the host, or the proxy that answers in its place, must replace it.';

const untrusted = (reason: string): CertificateError => ({ reason, advice: TRUST_ITS_AUTHORITY });

/** By the codes of Node's X.509 errors (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const certificateErrors: Readonly<Record<string, CertificateError>> = {
	CERT_HAS_EXPIRED: { reason: "the host's certificate has expired", advice: CHECK_VALIDITY },
	CERT_NOT_YET_VALID: { reason: "the host's certificate is not valid yet", advice: CHECK_VALIDITY },
	CERT_REVOKED: { reason: "the host's certificate has been revoked", advice: RENEW },
	DEPTH_ZERO_SELF_SIGNED_CERT: untrusted("the host's certificate is self-signed"),
	ERR_TLS_CERT_ALTNAME_INVALID: {
		reason: "the host's certificate is for another host",
		advice: CHECK_HOST,
	},
	SELF_SIGNED_CERT_IN_CHAIN: untrusted("the host's certificate chain is self-signed"),
	UNABLE_TO_GET_ISSUER_CERT: untrusted(
		"the host's certificate chain comes from an unknown authority",
	),
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted(
		"the host's certificate comes from an unknown authority",
	),
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted(
		"the host's certificate comes from an authority that n8n does not know",
	),
};

/** Node's other codes for a rejected certificate. */
const CERTIFICATE_CODE = /^(CERT_|UNABLE_TO_)/;

/** The reason and advice for a code of Node's network layer; undefined if the code is not about a certificate. */
export function certificateError(networkCode: string): CertificateError | undefined {
	const general = untrusted("the host's certificate cannot be verified");
	return (
		certificateErrors[networkCode] ?? (CERTIFICATE_CODE.test(networkCode) ? general : undefined)
	);
}
