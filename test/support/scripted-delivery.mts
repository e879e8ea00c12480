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

/** Whom and what a scripted delivery is about. */
const target = { userId: ADA, tokenSerialNumber: SERIAL };

/** RSA's answer to a request. */
export const answered = (status: number, body: unknown = '', headers = {}): SendResult => ({
	kind: 'response',
	response: { status, headers, body },
});

/** RSA's answer to a look-up. */
export const token = (userId: string | null, pinSet: unknown): SendResult =>
	answered(200, { tokenSerialNumber: SERIAL, userId, pinSet, tokenStatus: 'Enabled' });

export const lost: SendResult = {
	kind: 'answerLost',
	reason: 'no answer came in time',
	networkCode: 'ECONNABORTED',
};
export const notDelivered: SendResult = {
	kind: 'notDelivered',
	reason: 'there is no such host',
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

/** What a delivery came to, and what it did on its way. */
export interface Delivered {
	delivery: ChangeResult;
	requests: RsaRequest[];
	/** Times that the change was sent. */
	sent: number;
	/** How many pauses of the same kind came before each one. */
	pauses: number[];
}

interface Bounds {
	maxTries: number;
	/** How many pauses the item's time allows. */
	pausesAllowed?: number;
	/** How many pauses before another read the item's time allows: none, if nothing is said. */
	laterReadsAllowed?: number;
}

/** Delivers over a wire that gives the replies in order, one try only, without time for a pause. */
export async function delivered(change: TokenChange, ...replies: SendResult[]): Promise<Delivered> {
	return await deliveredWithin({ maxTries: 1, pausesAllowed: 0 }, change, ...replies);
}

/**
 * Delivers over a wire that gives the replies in order.
 *
 * @throws where more is sent than there are replies, or less
 */
export async function deliveredWithin(
	{ maxTries, pausesAllowed = Number.POSITIVE_INFINITY, laterReadsAllowed = 0 }: Bounds,
	change: TokenChange,
	...replies: Array<SendResult | NotSent>
): Promise<Delivered> {
	const requests: RsaRequest[] = [];
	const pauses: number[] = [];
	let sent = 0;
	const left = [...replies];
	const send = async (request: RsaRequest) => {
		requests.push(request);
		const reply = left.shift();
		if (reply === undefined) throw new Error('more requests than the test expects');
		if (reply.kind !== 'notSent' && !isReadRequest(request)) sent += 1;
		return await Promise.resolve(reply);
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
