import { requestTo } from '../../rsa/http/endpoints.ts';
import type { SendResult, Transport } from '../../rsa/http/response.ts';
import { answered } from './responses.mts';
import type { ThrottledRun } from './throttled-run.mts';

/** Any request that changes something. */
export const aChange = requestTo('unassign', {
	path: { userId: '1' },
	body: { tokenSerialNumber: '1' },
});

/** RSA's refusal because of too many requests. @param retryAfter the header; left out if undefined */
export function tooMany(retryAfter?: string): SendResult {
	return answered(429, '', retryAfter === undefined ? {} : { 'retry-after': retryAfter });
}

/** Gives the results in order, each a tenth of a second after its request, and 200 from then on. */
export function scripted(
	run: ThrottledRun,
	...results: SendResult[]
): { send: Transport; sentAt: number[] } {
	const sentAt: number[] = [];
	const left = [...results];
	const send: Transport = async () => {
		sentAt.push(run.clock.now());
		await run.clock.sleep(100);
		return left.shift() ?? answered(200);
	};
	return { send, sentAt };
}
