import { expect } from '@jest/globals';

import { changeOf, type TokenChange } from '../../rsa/hardwareTokens/tokenChange.ts';
import { applyChange } from '../../rsa/delivery/applyChange.ts';
import type { ChangeResult } from '../../rsa/delivery/changeResult.ts';
import { isReadRequest, type RsaRequest } from '../../rsa/http/endpoints.ts';
import type { NotSent, SendResult } from '../../rsa/http/response.ts';
import type { Client } from '../../rsa/throttle/client.ts';
import { ADA, SERIAL } from './responses.mts';

/** The target of a scripted delivery. */
const target = { userId: ADA, tokenSerialNumber: SERIAL };

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
		timeOfLaterSteps: 0,
		trace: { attempts: 0, waited: 0 },
	};
	const delivery = await applyChange(changeOf(change, target), client);
	expect(left).toEqual([]);
	return { delivery, requests, sent, pauses };
}
