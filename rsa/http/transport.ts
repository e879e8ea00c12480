import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import type { FormTransport } from '../authorization/tokenRequest';
import { readBody } from './responseBody';
import { UserFacingError } from '../values/userFacingError';
import { isEndedBeforeRequest, networkError } from './networkErrors';
import type { SendResult, Transport } from './response';
import { withTimeout } from './timeLimit';

/** n8n's HTTP helper, with or without authentication. */
type HttpRequest = (requestOptions: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/**
 * The one way out to RSA: requests through n8n's HTTP helper, so that proxies, certificates, cancellation
 * and the instance's protections are n8n's own.
 *
 * @param httpRequest adds host and authorization to a request whose `url` is a path, and sends it
 * @param limits `timeout` in ms, until the answer begins, and again for its body
 */
export function createTransport(
	httpRequest: HttpRequest,
	{ timeout }: { timeout: number },
): Transport {
	return async ({ method, path, query, body }) =>
		await reply(httpRequest, {
			method,
			url: path,
			...(query && { qs: { ...query } }),
			...(body && { body: { ...body } }),
			// Of empty requests too: axios would call an empty POST a form.
			headers: { 'Content-Type': 'application/json' },
			timeout,
		});
}

/**
 * Sends forms (`application/x-www-form-urlencoded`) to a full address, without authorization.
 *
 * @param limits `timeout` in ms, as above
 */
export function createFormTransport(
	httpRequest: HttpRequest,
	{ timeout }: { timeout: number },
): FormTransport {
	return async (url, form) =>
		await reply(httpRequest, {
			method: 'POST',
			url,
			body: new URLSearchParams(form).toString(),
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			timeout,
		});
}

/**
 * What n8n does for one request takes up to three timeouts: a wait for an access token, and the request twice. Its own
 * timeout does not end everything: Node 22 drops the connection of a 101, and axios 1.18 waits for ever.
 */
const TIMEOUTS_IN_ALL = 3;

async function reply(
	httpRequest: HttpRequest,
	request: IHttpRequestOptions & { timeout: number },
): Promise<SendResult> {
	try {
		const { statusCode, headers, body } = await withTimeout(
			TIMEOUTS_IN_ALL * request.timeout,
			httpRequest({
				...request,
				encoding: 'stream',
				headers: { Accept: 'application/json', ...request.headers },
				// A redirect would carry the secrets to a host that nobody entered.
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
			}),
		);
		const response = { status: statusCode, headers, body: await readBody(body, request.timeout) };
		return { kind: 'response', response };
	} catch (error) {
		return replyWithoutAnswer(error);
	}
}

const ASK_N8N =
	"Check the 'Allowed HTTP Request Domains' of the credential. Where n8n's protection against requests to internal addresses is on, whoever runs n8n can allow the host in N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.";

/** n8n wraps what failed in a NodeApiError; the failure itself is its cause, where it keeps one. */
function replyWithoutAnswer(error: unknown): SendResult {
	const failure =
		error instanceof Error && error.cause instanceof Error ? error.cause : withoutWrapping(error);
	if (failure instanceof UserFacingError) return { kind: 'blocked', error: failure };
	if (isFromTheWire(failure)) return networkError(failure.code ?? '', failure.message);
	// n8n's own rules (allowed domains, SSRF protection) speak up before a request is sent.
	const said = failure instanceof Error && failure.message !== '' ? `: ${failure.message}` : '';
	return {
		kind: 'blocked',
		error: new UserFacingError(`n8n did not send the request${said}`, ASK_N8N),
	};
}

/**
 * n8n 1.123.81 and 2.8.4 lose the cause: their class declares the field once more, which empties it. What is left
 * of a network's failure is its code in `httpCode`, and of a {@link UserFacingError} its two texts.
 */
function withoutWrapping(error: unknown): unknown {
	if (!(error instanceof Error && 'httpCode' in error && 'description' in error)) return error;
	const { httpCode, description } = error;
	const message = wordsOf(error);
	if (typeof httpCode === 'string' && !/^\d+$/.test(httpCode)) return { code: httpCode, message };
	return typeof description === 'string' ? new UserFacingError(message, description) : error;
}

/** What n8n replaced by words of its own, as it does for some codes, stands in `messages`. */
function wordsOf(error: Error): string {
	const [first]: unknown[] =
		'messages' in error && Array.isArray(error.messages) ? error.messages : [];
	return typeof first === 'string' ? first : error.message;
}

/** Errors of Node's network layer and of axios have a code, such as `ECONNRESET`; a proxy's hanging up has words only. */
function isFromTheWire(failure: unknown): failure is { code?: string; message?: unknown } {
	if (typeof failure !== 'object' || failure === null) return false;
	if ('code' in failure && typeof failure.code === 'string') return true;
	return 'message' in failure && isEndedBeforeRequest(failure.message);
}
