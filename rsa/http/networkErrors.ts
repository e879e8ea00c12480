import { certificateError } from './certificateErrors';
import type { NoResponse, SendResult } from './response';

/**
 * Not delivered: error codes of Node and axios for errors before any byte of the request can have reached the server.
 * The list is that of n8n's Dataverse node (dispatchWithRetry).
 */
const NOT_DELIVERED: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the host (or a proxy) refused the connection',
	ENOTFOUND: 'the host was not found',
	EAI_AGAIN: 'the host name could not be resolved',
	ENETUNREACH: 'the host cannot be reached',
	EHOSTUNREACH: 'the host cannot be reached',
	EHOSTDOWN: 'the host is down',
};

/**
 * Not delivered either: codes of OpenSSL and Node for a failed TLS handshake, which comes before any request. Only the
 * alerts of the handshake are listed: the others may come at any time (RFC 8446, 6.2). A host without TLS causes a
 * wrong version number.
 */
const TLS_HANDSHAKE =
	/^(ERR_TLS_.*|ERR_SSL_(WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|UNSAFE_LEGACY_RENEGOTIATION_DISABLED|\w+_KEY_TOO_SMALL|TLSV1_UNRECOGNIZED_NAME|\w*(HANDSHAKE_FAILURE|HANDSHAKE_TIMEOUT)|\w+_ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN|REQUIRED)|UNKNOWN_CA|ACCESS_DENIED|PROTOCOL_VERSION|INSUFFICIENT_SECURITY|INAPPROPRIATE_FALLBACK|NO_APPLICATION_PROTOCOL|UNKNOWN_PSK_IDENTITY)))$/;

/** For some of these errors, Node has the code EPROTO and OpenSSL's text as the message. */
const ALERT = /:SSL alert number (\d+)/;
/** The same alerts by their numbers (RFC 8446, 6; without those that may come later). */
const HANDSHAKE_ALERTS: ReadonlySet<number> = new Set([
	40, 42, 43, 44, 45, 46, 48, 49, 70, 71, 86, 109, 110, 112, 113, 115, 116, 120,
]);
const OPENSSL_HANDSHAKE =
	/:SSL routines:[^:]*:(wrong version number|unsupported protocol|no protocols available|unsafe legacy renegotiation disabled|[\w ]+ key too small)(:|$)/;

function isHandshakeError(networkCode: string, message: unknown): boolean {
	if (TLS_HANDSHAKE.test(networkCode)) return true;
	if (networkCode !== 'EPROTO' || typeof message !== 'string') return false;
	const alert = ALERT.exec(message)?.[1];
	return alert === undefined
		? OPENSSL_HANDSHAKE.test(message)
		: HANDSHAKE_ALERTS.has(Number(alert));
}

const NO_TLS = 'no secure connection (TLS) could be made to the host';

/** Messages of errors before a request is sent. Their code is missing, or the one of any reset connection. */
const ENDED_BEFORE_REQUEST: ReadonlyMap<unknown, string> = new Map([
	// Node, lib/_tls_wrap.js: the other side closes during the handshake.
	['Client network socket disconnected before secure TLS connection was established', NO_TLS],
	// https-proxy-agent 7.0.6, with which n8n goes through a proxy.
	[
		'Proxy connection ended before receiving CONNECT response',
		'the proxy on the way to the host closed the connection',
	],
]);

/** Whether an error's message shows that it was raised before a request was sent. */
export function isEndedBeforeRequest(message: unknown): boolean {
	return ENDED_BEFORE_REQUEST.has(message);
}

const RESPONSE_LOST: Readonly<Record<string, string>> = {
	ECONNABORTED: 'no response arrived in time',
	ETIMEDOUT: 'no response arrived in time',
	ECONNRESET: 'the connection was reset before a response arrived',
	ERR_CANCELED: 'the execution was cancelled before a response arrived',
	EPIPE: 'the connection was closed before a response arrived',
	ERR_ANSWER_TOO_LONG: 'the response was too long to come from RSA',
};

/**
 * The result of a request that ended without a response: whether it can have reached RSA, and why it ended.
 *
 * @param networkCode such as `ECONNRESET`; empty if there is none. A request with an unknown code may have been
 * delivered: the caller then looks the state up, which is safe in both cases
 * @param message the error's message, for cases that its code does not distinguish
 */
export function networkError(
	networkCode: string,
	message?: unknown,
): Extract<SendResult, NoResponse> {
	const certificate = certificateError(networkCode);
	if (certificate !== undefined) return { kind: 'certificateRefused', ...certificate, networkCode };
	const notDelivered =
		NOT_DELIVERED[networkCode] ??
		ENDED_BEFORE_REQUEST.get(message) ??
		(isHandshakeError(networkCode, message) ? NO_TLS : undefined);
	if (notDelivered !== undefined) {
		return {
			kind: 'notDelivered',
			reason: notDelivered + hostIn(message),
			...(networkCode !== '' && { networkCode }),
		};
	}
	const reason = RESPONSE_LOST[networkCode] ?? 'the connection failed before a response arrived';
	return { kind: 'answerLost', reason, networkCode };
}

/** A plain host name: anything else that was entered as an address, such as a secret, is not repeated. */
const LOOKED_UP =
	/\bgetaddrinfo E\w+ ((?:[a-z\d-]{1,40}\.){1,8}[a-z][a-z\d-]{1,24}|[a-z\d-]{1,20})$/;

/** The host that Node looked up (lib/internal/errors.js, DNSException), as the end of a sentence. */
function hostIn(message: unknown): string {
	const host = typeof message === 'string' ? LOOKED_UP.exec(message)?.[1] : undefined;
	return host === undefined ? '' : `: ${host}`;
}
