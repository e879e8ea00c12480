import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { attempt } from './attempt';

type StreamedBody = Extract<IN8nHttpFullResponse['body'], { destroy(error?: Error): unknown }>;

/** Bytes, unpacked. A page of 100 users, the longest answer that is asked for, has less than a tenth of it. */
const LONGEST_BODY = 2_000_000;

/** Why a body was not read to its end, with a code as errors of the network have. */
class Unreadable extends Error {
	constructor(readonly code: 'ETIMEDOUT' | 'ERR_ANSWER_TOO_LONG') {
		super(code);
	}
}

/**
 * Reads an answer's body as it comes. n8n's HTTP helper (2.41.1) would read without bounds: its timeout is over
 * with the first byte of an answer that trickles in, and all of a long one, unpacked, is kept in memory.
 * A signal in the request does not help: n8n puts the execution's own in its place. The stream costs 0.1 ms of CPU
 * time, most of it in axios, which wraps it because n8n sets a `maxContentLength`.
 *
 * @param body the stream; anything else is given back as it is
 * @param timeout ms for the whole of it
 * @returns JSON as parsed, or the text as it came
 * @throws an error with a `code` where it is too long, takes too long, or the connection breaks
 */
export async function bodyOf(
	body: IN8nHttpFullResponse['body'],
	timeout: number,
): Promise<unknown> {
	return isStream(body) ? parsed(await readWithin(body, timeout)) : body;
}

function isStream(body: IN8nHttpFullResponse['body']): body is StreamedBody {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

async function readWithin(stream: StreamedBody, timeout: number): Promise<string> {
	const time = AbortSignal.timeout(Math.ceil(timeout));
	return await new Promise((resolve, reject) => {
		const end = () => {
			// Not left to the stream: axios 1.18 (n8n 2.41.1) wraps it in a generator, which ends with its next byte only.
			reject(new Unreadable('ETIMEDOUT'));
			stream.destroy();
		};
		time.addEventListener('abort', end);
		const settle = () => {
			time.removeEventListener('abort', end);
		};
		void read(stream).then(resolve, reject).finally(settle);
	});
}

async function read(stream: AsyncIterable<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	let length = 0;
	// To leave the loop destroys the stream, and the connection with it.
	for await (const bytes of stream) {
		length += bytes.length;
		if (length > LONGEST_BODY) throw new Unreadable('ERR_ANSWER_TOO_LONG');
		text += decoder.decode(bytes, { stream: true });
	}
	return text + decoder.decode();
}

function parsed(text: string): unknown {
	return (attempt(() => ({ json: JSON.parse(text) as unknown })) ?? { json: text }).json;
}
