import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { orUndefined } from '../values/orUndefined';
import { withLongNumbersAsText } from './longNumbers';
import { NetworkError, withTimeout } from './timeLimit';

type Body = IN8nHttpFullResponse['body'];
type StreamedBody = Extract<Body, { destroy(error?: Error): unknown }>;

/** Bytes, decompressed. The longest pages that are requested, of 100 events, are far shorter. */
const LONGEST_BODY = 2_000_000;

/** The same for a file: RSA's reports have a line for each user or hardware token of a tenant. */
const LONGEST_FILE = 64_000_000;

/** Levels of objects and arrays. RSA's JSON has four; code that visits all levels must not overflow the stack. */
const DEEPEST = 100;

/** What a body is returned as. */
interface BodyFormat {
	/** Whether it is returned as its bytes. */
	readonly isFile?: boolean;
	/** Whether numbers that a double cannot hold exactly are returned as strings. */
	readonly hasLongNumbers?: boolean;
}

/**
 * The body of a response, limited in length and time. n8n's HTTP helper (2.41.1) limits neither: its timeout ends with
 * the first byte of the body, and it keeps a long body, decompressed, in memory. A signal in the request does not help:
 * n8n replaces it by that of the execution. The stream costs 0.1 ms of CPU time, most of it in axios, which wraps it
 * because n8n sets a `maxContentLength`.
 *
 * @param body the stream; anything else is returned as it is
 * @param timeout ms for the whole body
 * @returns the bytes of a file (`Buffer`); parsed JSON; the text if it is no JSON or has too many levels
 * @throws an error with a `code` if the body is too long, takes too long, or the connection breaks
 */
export async function readBody(
	body: Body,
	timeout: number,
	{ isFile = false, hasLongNumbers = false }: BodyFormat = {},
): Promise<unknown> {
	if (!isStream(body)) return body;
	// `destroy` alone does not end the read: axios 1.18 (n8n 2.41.1) wraps the stream in a generator, which ends only when
	// the next bytes arrive.
	const reading = readBytes(body, isFile ? LONGEST_FILE : LONGEST_BODY);
	const bytes = await withTimeout(timeout, reading, () => {
		body.destroy();
	});
	if (isFile) return bytes;
	const text = new TextDecoder().decode(bytes);
	const source = hasLongNumbers ? withLongNumbersAsText(text) : text;
	const { json } = orUndefined(() => ({ json: JSON.parse(source) as unknown })) ?? { json: text };
	return isWithin(DEEPEST, json) ? json : text;
}

function isStream(body: Body): body is StreamedBody {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

async function readBytes(stream: AsyncIterable<Uint8Array>, longest: number): Promise<Buffer> {
	const parts: Uint8Array[] = [];
	let length = 0;
	// Leaving the loop destroys the stream, and the connection with it.
	for await (const bytes of stream) {
		length += bytes.length;
		if (length > longest) throw new NetworkError('ERR_ANSWER_TOO_LONG');
		parts.push(bytes);
	}
	return Buffer.concat(parts, length);
}

function isWithin(levels: number, json: unknown): boolean {
	if (typeof json !== 'object' || json === null) return true;
	return levels > 0 && Object.values(json).every((value) => isWithin(levels - 1, value));
}
