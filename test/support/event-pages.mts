import type { Client } from '../../rsa/throttle/client.ts';
import type { RsaRequest } from '../../rsa/http/endpoints.ts';

/** An answer to a request for a page of an event log. */
export interface PageResponse {
	readonly body: object;
	readonly date?: number;
}

/** A client whose server answers as the test says, with the status 200. */
export function clientOf(
	answer: (query: Readonly<Record<string, unknown>>, request: number) => PageResponse,
): Client & { readonly requests: RsaRequest[] } {
	const requests: RsaRequest[] = [];
	return {
		requests,
		maxAttempts: 1,
		trace: { attempts: 0, waited: 0 },
		send: async (request) => {
			const { body, date } = answer(request.query ?? {}, requests.push(request) - 1);
			const headers = date === undefined ? {} : { date: new Date(date).toUTCString() };
			return await Promise.resolve({ kind: 'response', response: { status: 200, headers, body } });
		},
		waitBeforeRetry: async () => await Promise.resolve(false),
		waitBeforeLookUp: async () => await Promise.resolve(false),
		hasTime: () => true,
		timeLeft: () => 1000,
		timeOfLaterSteps: 0,
	};
}
