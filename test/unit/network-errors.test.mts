import { describe, expect, test } from '@jest/globals';

import { networkError } from '../../rsa/http/networkErrors.ts';

/** Texts without the code: n8n replaces any text that one stands in. */
const inWords = /^(?:[a-z0-9', ()-]|TLS)+$/;

describe('a request that certainly never reached RSA', () => {
	test.each([
		['ECONNREFUSED', /refused/],
		['ENOTFOUND', /host was not found/],
		['EAI_AGAIN', /could not be resolved/],
		['ENETUNREACH', /cannot be reached/],
		['EHOSTUNREACH', /cannot be reached/],
		['EHOSTDOWN', /down/],
		['ERR_TLS_HANDSHAKE_TIMEOUT', /no secure connection/],
		['ERR_SSL_WRONG_VERSION_NUMBER', /no secure connection/],
		['ERR_SSL_UNSUPPORTED_PROTOCOL', /no secure connection/],
		['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', /no secure connection/],
		['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /no secure connection/],
		['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', /no secure connection/],
		['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /no secure connection/],
		['ERR_SSL_TLSV1_ALERT_ACCESS_DENIED', /no secure connection/],
		['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', /no secure connection/],
		['ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED', /no secure connection/],
		['ERR_SSL_DH_KEY_TOO_SMALL', /no secure connection/],
	])('%s: the token is unchanged', (networkCode, why) => {
		const { reason, ...failure } = networkError(networkCode);
		expect(failure).toEqual({ kind: 'notDelivered', networkCode });
		expect(reason).toMatch(why);
		expect(reason).toMatch(inWords);
	});
});

describe('a TLS handshake that Node.js calls EPROTO is recognized by the message of OpenSSL', () => {
	const openSsl = (words: string) =>
		`write EPROTO 800C46830B7F0000:error:0A000410:SSL routines:ssl3_read_bytes:${words}`;
	const alert = (number: number) =>
		openSsl(
			`tlsv1 alert:../deps/openssl/ssl/record/rec_layer_s3.c:1601:SSL alert number ${number}\n`,
		);

	test.each([
		alert(40),
		alert(42),
		alert(48),
		alert(70),
		alert(112),
		alert(116),
		openSsl('wrong version number:../deps/openssl/ssl/record/ssl3_record.c:354:\n'),
		openSsl('unsafe legacy renegotiation disabled'),
		openSsl('dh key too small:../x.c:1:'),
	])('nothing was sent, and TLS is named: %j', (message) => {
		const failure = networkError('EPROTO', message);
		expect(failure).toMatchObject({ kind: 'notDelivered', networkCode: 'EPROTO' });
		expect(failure.reason).toContain('TLS');
	});

	test.each([
		alert(80),
		alert(20),
		alert(0),
		openSsl('decryption failed'),
		'read EPROTO',
		undefined,
	])('it may have been sent: %j', (message) => {
		expect(networkError('EPROTO', message)).toMatchObject({ kind: 'answerLost' });
	});
});

test("Node's word for a connection that was closed during the TLS handshake counts, whatever its code", () => {
	const { reason, ...failure } = networkError(
		'ECONNRESET',
		'Client network socket disconnected before secure TLS connection was established',
	);
	expect(failure).toEqual({ kind: 'notDelivered', networkCode: 'ECONNRESET' });
	expect(reason).toMatch(/no secure connection/);
	expect(reason).toMatch(inWords);
	expect(networkError('ECONNRESET', 'read ECONNRESET')).toMatchObject({ kind: 'answerLost' });
});

test('a proxy that hangs up before it gave way is named, though its error has no code', () => {
	expect(networkError('', 'Proxy connection ended before receiving CONNECT response')).toEqual({
		kind: 'notDelivered',
		reason: 'the proxy on the way to the host closed the connection',
	});
});

describe("a request that was not sent because the host's certificate was rejected", () => {
	const trust = /NODE_EXTRA_CA_CERTS .* PEM file .* restart n8n/;
	test.each([
		['DEPTH_ZERO_SELF_SIGNED_CERT', /certificate is self-signed/, trust],
		['SELF_SIGNED_CERT_IN_CHAIN', /chain is self-signed/, trust],
		['UNABLE_TO_GET_ISSUER_CERT', /unknown authority/, trust],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /unknown authority/, trust],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /authority that n8n does not know/, trust],
		['UNABLE_TO_GET_CRL', /cannot be verified/, trust],
		['CERT_HAS_EXPIRED', /expired/, /clock .* renew/],
		['CERT_NOT_YET_VALID', /not valid yet/, /clock/],
		['CERT_REVOKED', /revoked/, /replace/],
		['ERR_TLS_CERT_ALTNAME_INVALID', /another host/, /host names in the credential/],
	])('%s: why, and what to do', (networkCode, why, whatToDo) => {
		const { kind, reason, advice } = networkError(networkCode);
		expect(kind).toBe('certificateRefused');
		expect(reason).toMatch(why);
		expect(reason).toMatch(inWords);
		expect(advice).toMatch(whatToDo);
	});
});

describe('a request that RSA may have executed', () => {
	test.each([
		['ECONNABORTED', /in time/],
		['ETIMEDOUT', /in time/],
		['ECONNRESET', /reset/],
		['ERR_CANCELED', /cancelled/],
		['EPIPE', /closed/],
		['EPROTO', /connection failed/],
		['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', /connection failed/],
		['ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC', /connection failed/],
		['ERR_SSL_CERT_CB_ERROR', /connection failed/],
		['ERR_BAD_RESPONSE', /connection failed/],
		['UNHEARD_OF', /connection failed/],
	])('%s: the token is read back', (networkCode, why) => {
		const { reason, ...failure } = networkError(networkCode);
		expect(failure).toEqual({ kind: 'answerLost', networkCode });
		expect(reason).toMatch(why);
		expect(reason).toMatch(inWords);
	});
});

describe('a host that cannot be found is named, if it is a host name', () => {
	test.each([
		[
			'ENOTFOUND',
			'getaddrinfo ENOTFOUND mycompany.acces.securid.com',
			'mycompany.acces.securid.com',
		],
		['ENOTFOUND', 'getaddrinfo ENOTFOUND proxy', 'proxy'],
		['EAI_AGAIN', 'getaddrinfo EAI_AGAIN auth.invalid', 'auth.invalid'],
	])('%s: %s', (networkCode, message, host) => {
		expect(networkError(networkCode, message).reason).toMatch(new RegExp(`: ${host}$`));
	});

	test.each([
		`getaddrinfo ENOTFOUND ${'s3cret'.repeat(8)}`,
		`getaddrinfo ENOTFOUND ${'s3cret'.repeat(8)}.example`,
		'getaddrinfo ENOTFOUND s3cret:word@host',
		undefined,
	])('but not %s', (message) => {
		expect(networkError('ENOTFOUND', message).reason).toBe('the host was not found');
	});
});
