import type {
	IAdditionalCredentialOptions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { UserFacingError } from '../values/userFacingError';
import { isEndedBeforeRequest, networkError } from './networkErrors';
import type { FormTransport, SendResult, Transport } from './response';
import { readBody } from './responseBody';
import { statusCodes } from './statusCodes';
import { withTimeout } from './timeLimit';

/** n8n's HTTP helper, with or without authentication. */
type HttpRequest = (
	requestOptions: IHttpRequestOptions,
	credential?: IAdditionalCredentialOptions,
) => Promise<IN8nHttpFullResponse>;

/**
 * A transport to RSA through n8n's HTTP helper. All requests of this package go through it, so that proxies,
 * certificates, cancellation and the instance's protections are n8n's own.
 *
 * @param httpRequest adds host and authorization to a request whose `url` is a path, and sends it
 * @param timeout ms until the response begins, and again for its body
 * @param credential the credential that the HTTP helper authorizes the request with; undefined if it does not
 */
export function createTransport(
	httpRequest: HttpRequest,
	timeout: number,
	credential?: IAdditionalCredentialOptions,
): Transport {
	return async ({ method, path, query, body, ...format }) => {
		const { isFile = false } = format;
		const request = {
			method,
			url: path,
			...(query && { qs: { ...query } }),
			...(body && { body: { ...body } }),
			// For empty requests too: axios would call an empty POST a form.
			headers: { Accept: isFile ? FILE : JSON_TYPE, 'Content-Type': JSON_TYPE },
		};
		return await send(httpRequest, request, timeout, { credential, ...format });
	};
}

const JSON_TYPE = 'application/json';

/** JSON too: RSA returns its errors as JSON, also in place of a file. */
const FILE = `application/octet-stream, ${JSON_TYPE}`;

/**
 * A transport of forms (`application/x-www-form-urlencoded`) to a full address, without authorization.
 *
 * @param timeout ms until the response begins, and again for its body
 */
export function createFormTransport(httpRequest: HttpRequest, timeout: number): FormTransport {
	return async (url, form) => {
		const body = new URLSearchParams(form).toString();
		const headers = { Accept: JSON_TYPE, 'Content-Type': 'application/x-www-form-urlencoded' };
		return await send(httpRequest, { method: 'POST', url, body, headers }, timeout);
	};
}

/**
 * Timeouts after which a call of n8n's HTTP helper is given up: it may wait for an access token and send the request
 * twice. n8n's own timeout does not end every call: Node 22 drops the connection of a 101, and axios 1.18 waits forever.
 */
const TIMEOUTS_IN_ALL = 3;

/** The credential of a request, and how its response is read. */
interface SendOptions {
	readonly credential?: IAdditionalCredentialOptions | undefined;
	readonly isFile?: boolean;
	readonly hasLongNumbers?: boolean;
	readonly hasOwnLimit?: boolean;
}

async function send(
	httpRequest: HttpRequest,
	request: IHttpRequestOptions,
	timeout: number,
	{ credential, isFile = false, hasLongNumbers = false, hasOwnLimit = false }: SendOptions = {},
): Promise<SendResult> {
	const options: IHttpRequestOptions = {
		...request,
		timeout,
		encoding: 'stream',
		// A redirect would send the secrets to a host that no user entered.
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	};
	try {
		const { statusCode, headers, body } = await withTimeout(
			TIMEOUTS_IN_ALL * timeout,
			httpRequest(options, credential),
		);
		const response = {
			status: statusCode,
			headers,
			body: await readBody(body, timeout, {
				isFile: isFile && statusCode === statusCodes.ok,
				hasLongNumbers,
			}),
			...(hasOwnLimit && { hasOwnLimit }),
		};
		return { kind: 'response', response };
	} catch (error) {
		return resultOf(error);
	}
}

const CHECK_RULES_OF_N8N =
	"Check the 'Allowed HTTP Request Domains' of the credential. Where n8n's protection against requests to internal addresses is on, whoever runs n8n can allow the host in N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.";

/** The result of a request without a response. n8n wraps the error in a NodeApiError; most versions keep it as `cause`. */
function resultOf(thrown: unknown): SendResult {
	const error =
		thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : unwrapped(thrown);
	if (error instanceof UserFacingError) return { kind: 'blocked', error };
	if (isNetworkError(error)) return networkError(error.code ?? '', error.message);
	// n8n's own rules (allowed domains, SSRF protection) throw before a request is sent.
	const reason = error instanceof Error && error.message !== '' ? `: ${error.message}` : '';
	return {
		kind: 'blocked',
		error: new UserFacingError(`n8n did not send the request${reason}`, CHECK_RULES_OF_N8N),
	};
}

/**
 * The error in a NodeApiError of n8n 1.123.81 or 2.8.4, which lose the `cause`: their class declares the field a second
 * time, which empties it. Of a network error, the code is left in `httpCode`; of a {@link UserFacingError}, the two texts.
 */
function unwrapped(error: unknown): unknown {
	if (!(error instanceof Error && 'httpCode' in error && 'description' in error)) return error;
	const { httpCode, description } = error;
	const message = originalMessageOf(error);
	if (typeof httpCode === 'string' && !/^\d+$/.test(httpCode)) return { code: httpCode, message };
	return typeof description === 'string' ? new UserFacingError(message, description) : error;
}

/** n8n has texts of its own for some codes, and keeps the original one in `messages`. */
function originalMessageOf(error: Error): string {
	const [first]: unknown[] =
		'messages' in error && Array.isArray(error.messages) ? error.messages : [];
	return typeof first === 'string' ? first : error.message;
}

/** Errors of Node's network layer and of axios have a code such as `ECONNRESET`; a proxy's disconnect only a message. */
function isNetworkError(error: unknown): error is { code?: string; message?: unknown } {
	if (typeof error !== 'object' || error === null) return false;
	if ('code' in error && typeof error.code === 'string') return true;
	return 'message' in error && isEndedBeforeRequest(error.message);
}
