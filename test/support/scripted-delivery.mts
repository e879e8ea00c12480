import { expect } from '@jest/globals';

import { changeOf, type TokenChange } from '../../rsa/hardwareTokens/tokenChange.ts';
import { applyChange } from '../../rsa/delivery/applyChange.ts';
import type { ChangeResult } from '../../rsa/delivery/changeResult.ts';
import { isReadRequest, type RsaRequest } from '../../rsa/http/endpoints.ts';
import type { NotSent, SendResult } from '../../rsa/http/response.ts';
import type { Client } from '../../rsa/throttle/client.ts';

export const ADA = 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d';
export const GRACE = '1c1c0a5e-2222-4a4a-9b9b-000000000002';
export const SERIAL = '000123456789';

/** The target of a scripted delivery. */
const target = { userId: ADA, tokenSerialNumber: SERIAL };

/** RSA's response to a request. */
export const answered = (status: number, body: unknown = '', headers = {}): SendResult => ({
	kind: 'response',
	response: { status, headers, body },
});

/** RSA's response to a look-up. */
export const token = (userId: string | null, pinSet: unknown): SendResult =>
	answered(200, { tokenSerialNumber: SERIAL, userId, pinSet, tokenStatus: 'Enabled' });

export const lost: SendResult = {
	kind: 'answerLost',
	reason: 'no response arrived in time',
	networkCode: 'ECONNABORTED',
};
export const notDelivered: SendResult = {
	kind: 'notDelivered',
	reason: 'the host was not found',
	networkCode: 'ENOTFOUND',
};
export const pinCleared = answered(200, {
	userId: ADA,
	tokenSerialNumber: SERIAL,
	pinSet: 'false',
});
export const unassigned = answered(200, { tokenSerialNumber: SERIAL, tokenState: 'Unassigned' });
export const absent = answered(404, { code: '404 NOT_FOUND', description: 'Token not found' });
export const conflict = answered(409, {
	code: '409 CONFLICT',
	description: `assigned to ${GRACE}`,
});

/** The result of a delivery, and its requests and pauses. */
export interface Delivered {
	delivery: ChangeResult;
	requests: RsaRequest[];
	/** Times that the change was sent. */
	sent: number;
	/** For each pause, the number of pauses of the same kind before it. */
	pauses: number[];
}

interface Bounds {
	maxTries: number;
	/** Number of pauses that the item's time allows. */
	pausesAllowed?: number;
	/** Number of pauses before another look-up that the item's time allows. None by default. */
	laterReadsAllowed?: number;
}

/** Delivers with these results in order, one attempt only, without time for a pause. */
export async function delivered(change: TokenChange, ...results: SendResult[]): Promise<Delivered> {
	return await deliveredWithin({ maxTries: 1, pausesAllowed: 0 }, change, ...results);
}

/**
 * Delivers with these results in order.
 *
 * @throws an Error if more or fewer requests are sent than there are results
 */
export async function deliveredWithin(
	{ maxTries, pausesAllowed = Number.POSITIVE_INFINITY, laterReadsAllowed = 0 }: Bounds,
	change: TokenChange,
	...results: Array<SendResult | NotSent>
): Promise<Delivered> {
	const requests: RsaRequest[] = [];
	const pauses: number[] = [];
	let sent = 0;
	const left = [...results];
	const send = async (request: RsaRequest) => {
		requests.push(request);
		const result = left.shift();
		if (result === undefined) throw new Error('more requests than the test expects');
		if (result.kind !== 'notSent' && !isReadRequest(request)) sent += 1;
		return await Promise.resolve(result);
	};
	const waitBeforeRetry = async (inARow: number) => {
		if (pauses.length >= pausesAllowed) return await Promise.resolve(false);
		pauses.push(inARow);
		return await Promise.resolve(true);
	};
	let laterReads = 0;
	const waitBeforeLookUp = async () => {
		laterReads += 1;
		return await Promise.resolve(laterReads <= laterReadsAllowed);
	};
	const hasTime = () => true;
	const client: Client = {
		maxAttempts: maxTries,
		send,
		waitBeforeRetry,
		waitBeforeLookUp,
		hasTime,
		timeLeft: () => Number.POSITIVE_INFINITY,
		trace: { attempts: 0, waited: 0 },
	};
	const delivery = await applyChange(changeOf(change, target), client);
	expect(left).toEqual([]);
	return { delivery, requests, sent, pauses };
}
