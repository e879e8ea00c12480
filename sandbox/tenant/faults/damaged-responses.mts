import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { success, type HttpResponse } from '../http-response.mts';

const megabyte = 1_000_000;
/** No character begins with these bytes, nor do they go on with one. */
const noUtf8 = Buffer.from([0xc3, 0x28, 0xff]);

let bombPart: Buffer | undefined;

/** IDs of events, which RSA sends as numbers of up to 19 digits. */
const eventIds = /"eventId":"(\d+)"/g;

/** @returns the bytes that are sent as a response's body */
export function bytesOf({ body }: HttpResponse): Buffer {
	if (Buffer.isBuffer(body)) return body;
	if (typeof body === 'string') return Buffer.from(body);
	return Buffer.from(JSON.stringify(body).replace(eventIds, '"eventId":$1'));
}

/** @returns the response, at one byte a second */
export function trickled(response: HttpResponse): HttpResponse {
	return {
		...response,
		body: Readable.from(byteAfterByte(bytesOf(response)), { objectMode: false }),
	};
}

/** @returns the first half of the response, and then nothing more for a minute, with the connection open */
export function stalled(response: HttpResponse): HttpResponse {
	const bytes = bytesOf(response);
	const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
	return { ...response, body: Readable.from(thenNothing(half), { objectMode: false }) };
}

/** @returns 100 MB of JSON, made while they are sent */
export function huge(): HttpResponse {
	return { ...success({}), body: Readable.from(hugeJson(100), { objectMode: false }) };
}

/** @returns 1 MB that unpacks to 1 GB: a gzip stream may have many members */
export function gzipBomb(): HttpResponse {
	bombPart ??= gzipSync(Buffer.alloc(10 * megabyte, ' '));
	return {
		...success({}),
		headers: { 'content-encoding': 'gzip' },
		body: Buffer.concat(Array<Buffer>(100).fill(bombPart)),
	};
}

/** @returns the response with bytes in the middle that are not UTF-8 */
export function withInvalidUtf8(response: HttpResponse): HttpResponse {
	const bytes = bytesOf(response);
	const middle = Math.floor(bytes.length / 2);
	return {
		...response,
		body: Buffer.concat([bytes.subarray(0, middle), noUtf8, bytes.subarray(middle)]),
	};
}

async function* byteAfterByte(bytes: Buffer): AsyncGenerator<Buffer> {
	for (const byte of bytes) {
		yield Buffer.of(byte);
		await sleep(1_000, undefined, { ref: false });
	}
}

async function* thenNothing(bytes: Buffer): AsyncGenerator<Buffer> {
	yield bytes;
	await sleep(60_000, undefined, { ref: false });
}

function* hugeJson(megabytes: number): Generator<Buffer> {
	const filler = Buffer.alloc(megabyte, 'x');
	yield Buffer.from('{"filler":"');
	for (let sent = 0; sent < megabytes; sent++) yield filler;
	yield Buffer.from('"}');
}
