import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { Refusal } from './refusal';
import { networkFailure, type Reply, type Send } from './reply';

/** n8n's HTTP helper, with or without authentication. */
type HttpRequest = (requestOptions: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/**
 * The one way out to RSA: requests through n8n's HTTP helper, so that proxies, certificates, cancellation
 * and the instance's protections are n8n's own.
 *
 * @param httpRequest adds host and authorization to a request whose `url` is a path, and sends it
 * @param limits `timeout` in ms, from the request to its whole answer
 */
export function sendThrough(httpRequest: HttpRequest, { timeout }: { timeout: number }): Send {
	return async ({ method, path, body }) => {
		try {
			const response = await httpRequest({
				method,
				url: path,
				body: { ...body },
				headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
				// A redirect would carry the token to a host that nobody entered.
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				timeout,
			});
			const { statusCode, headers, body: answer } = response;
			return { kind: 'answered', answer: { status: statusCode, headers, body: answer } };
		} catch (error) {
			return replyWithoutAnswer(error);
		}
	};
}

/** n8n wraps what failed in a NodeApiError; the failure itself is its cause. */
function replyWithoutAnswer(error: unknown): Reply {
	const failure = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	if (failure instanceof Refusal) return { kind: 'refused', refusal: failure };
	if (isFromTheWire(failure)) return networkFailure(failure.code);
	// n8n's own rules (allowed domains, SSRF protection) speak up before a request is sent.
	const reason = failure instanceof Error ? failure.message : 'n8n did not send it';
	return { kind: 'notDelivered', reason };
}

/** Errors of Node's network layer and of axios have a code, such as `ECONNRESET`. */
function isFromTheWire(failure: unknown): failure is { code: string } {
	return (
		typeof failure === 'object' &&
		failure !== null &&
		'code' in failure &&
		typeof failure.code === 'string'
	);
}
