import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { orUndefined } from '../values/orUndefined';
import { withTimeout } from './timeLimit';

type StreamedBody = Extract<IN8nHttpFullResponse['body'], { destroy(error?: Error): unknown }>;

/** Bytes, unpacked. A page of 100 users, the longest answer that is asked for, has less than a tenth of it. */
const LONGEST_BODY = 2_000_000;

/** Why a body was not read to its end, with a code as errors of the network have. */
class TooLong extends Error {
	readonly code = 'ERR_ANSWER_TOO_LONG';
}

/**
 * Reads an answer's body as it comes. n8n's HTTP helper (2.41.1) would read without bounds: its timeout is over
 * with the first byte of an answer that trickles in, and all of a long one, unpacked, is kept in memory.
 * A signal in the request does not help: n8n puts the execution's own in its place. The stream costs 0.1 ms of CPU
 * time, most of it in axios, which wraps it because n8n sets a `maxContentLength`.
 *
 * @param body the stream; anything else is given back as it is
 * @param timeout ms for the whole of it
 * @returns JSON as parsed, or the text as it came where it is no JSON that a server means
 * @throws an error with a `code` where it is too long, takes too long, or the connection breaks
 */
export async function readBody(
	body: IN8nHttpFullResponse['body'],
	timeout: number,
): Promise<unknown> {
	if (!isStream(body)) return body;
	// Not left to the stream: axios 1.18 (n8n 2.41.1) wraps it in a generator, which ends with its next byte only.
	const text = await withTimeout(timeout, read(body), () => {
		body.destroy();
	});
	return parsed(text);
}

function isStream(body: IN8nHttpFullResponse['body']): body is StreamedBody {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

async function read(stream: AsyncIterable<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	let length = 0;
	// To leave the loop destroys the stream, and the connection with it.
	for await (const bytes of stream) {
		length += bytes.length;
		if (length > LONGEST_BODY) throw new TooLong();
		text += decoder.decode(bytes, { stream: true });
	}
	return text + decoder.decode();
}

/** Objects and arrays in each other. RSA's answers have four; what walks through them all must not run out of stack. */
const DEEPEST = 100;

function parsed(text: string): unknown {
	const { json } = orUndefined(() => ({ json: JSON.parse(text) as unknown })) ?? { json: text };
	return isWithin(DEEPEST, json) ? json : text;
}

function isWithin(levels: number, json: unknown): boolean {
	if (typeof json !== 'object' || json === null) return true;
	return levels > 0 && Object.values(json).every((value) => isWithin(levels - 1, value));
}
