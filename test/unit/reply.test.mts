import { describe, expect, test } from '@jest/globals';

import { networkFailure } from '../../rsa/reply.ts';

/** Texts without the code: n8n replaces any text that one stands in. */
const inWords = /^[a-z' -]+$/;

describe('a request that surely never reached RSA', () => {
	test.each([
		['ECONNREFUSED', /refused/],
		['ENOTFOUND', /no such host/],
		['EAI_AGAIN', /could not be looked up/],
		['ENETUNREACH', /no way/],
		['EHOSTUNREACH', /no way/],
		['EHOSTDOWN', /down/],
		['CERT_HAS_EXPIRED', /expired/],
		['DEPTH_ZERO_SELF_SIGNED_CERT', /certificate is self-signed/],
		['SELF_SIGNED_CERT_IN_CHAIN', /chain is self-signed/],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /unknown authority/],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /cannot be verified/],
		['ERR_TLS_CERT_ALTNAME_INVALID', /another host/],
		['CERT_NOT_YET_VALID', /no secure connection/],
		['UNABLE_TO_GET_CRL', /no secure connection/],
		['ERR_TLS_HANDSHAKE_TIMEOUT', /no secure connection/],
		['ERR_SSL_WRONG_VERSION_NUMBER', /no secure connection/],
		['ERR_SSL_UNSUPPORTED_PROTOCOL', /no secure connection/],
		['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', /no secure connection/],
		['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /no secure connection/],
	])('%s: the token is as it was', (networkCode, why) => {
		const { reason, ...failure } = networkFailure(networkCode);
		expect(failure).toEqual({ kind: 'notDelivered', networkCode });
		expect(reason).toMatch(why);
		expect(reason).toMatch(inWords);
	});
});

describe('a request that RSA may have carried out', () => {
	test.each([
		['ECONNABORTED', /in time/],
		['ETIMEDOUT', /in time/],
		['ECONNRESET', /reset/],
		['ERR_CANCELED', /cancelled/],
		['EPIPE', /closed/],
		['EPROTO', /connection failed/],
		['ERR_SSL_CERT_CB_ERROR', /connection failed/],
		['ERR_BAD_RESPONSE', /connection failed/],
		['UNHEARD_OF', /connection failed/],
	])('%s: the token is read back', (networkCode, why) => {
		const { reason, ...failure } = networkFailure(networkCode);
		expect(failure).toEqual({ kind: 'answerLost', networkCode });
		expect(reason).toMatch(why);
		expect(reason).toMatch(inWords);
	});
});
