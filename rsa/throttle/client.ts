import { isReadRequest, type RsaRequest } from '../http/endpoints';
import type { NotSent, SendResult, AuthorizedTransport } from '../http/response';
import { equalJitter, fullJitter } from './backoff';
import type { Throttle } from './throttle';
import { isTooManyRequests } from './overloadSignals';

/** What an item sends with: at the pace of its run, within its own time. */
export interface Client {
	/** Waits for its turn, for as long as RSA asks for, and for an access token. Holds back what would have to wait too long. */
	readonly send: (request: RsaRequest) => Promise<SendResult | NotSent>;
	/**
	 * Waits before a request that came to nothing is sent again, longer from time to time.
	 *
	 * @param inARow how many such waits the item had before
	 * @returns false where it was not begun, since it would pass the item's time or the run's
	 */
	readonly waitBeforeRetry: (inARow: number) => Promise<boolean>;
	/**
	 * Waits before something is read once more, which may not show yet what was changed: for at least half of a time
	 * that doubles with each such wait.
	 *
	 * @param inARow how many such waits came before
	 * @returns false where it was not begun, since it would pass the item's time or the run's
	 */
	readonly waitBeforeLookUp: (inARow: number) => Promise<boolean>;
	/** Whether the item's time and the run's are not over yet: for what takes many requests. */
	readonly hasTime: () => boolean;
	/** Times that a change is sent, or a failed look-up made, at most. */
	readonly maxAttempts: number;
	/** What has become of its requests so far. */
	readonly trace: Readonly<Trace>;
}

/** How an item's requests fared. */
export interface Trace {
	/** How often a change was sent. */
	attempts: number;
	/** HTTP status of the last answer to a change; nothing where none came. */
	status?: number | undefined;
	/** ms that its requests waited for their turn, and between tries. */
	waited: number;
}

/** ms. AWS's SDKs and n8n's Dataverse node begin alike. */
const PAUSES = { first: 500, cap: 10_000 };

/** ms. */
const PAUSES_BEFORE_READS = { first: 500, cap: 8000 };

/**
 * Makes an item's courier.
 *
 * @param send sends a request at once
 * @param limit ms that the item may take, from its first request on
 */
export function createClient(
	pace: Throttle,
	send: AuthorizedTransport,
	limit: number,
	maxAttempts: number,
): Client {
	const { clock, endsAt, random } = pace.settings;
	let hasBegun = false;
	let deadline = Number.POSITIVE_INFINITY;
	const trace: Trace = { attempts: 0, waited: 0 };

	const sendInTurn: Client['send'] = async (request) => {
		for (;;) {
			const askedAt = clock.now();
			const turn = await pace.acquire({ hasBegun, limit, deadline });
			trace.waited += clock.now() - askedAt;
			if (turn.kind === 'notSent') return turn;
			deadline = Math.min(deadline, turn.sentAt + limit);
			const reply = await send(request);
			if (reply.kind === 'accessTokenPending') {
				pace.postpone(turn, reply);
				continue;
			}
			pace.release(turn, reply);
			if (!isReadRequest(request)) note(trace, reply);
			if (isTooManyRequests(reply)) {
				// A server may ask to come back at once, again and again: then no wait is too long.
				if (clock.now() < deadline) continue;
				return pace.outOfTime();
			}
			hasBegun = true;
			return reply;
		}
	};

	const waitFor = async (wait: number) => {
		if (clock.now() + wait > Math.min(deadline, endsAt)) return false;
		trace.waited += wait;
		await clock.sleep(wait);
		return true;
	};

	return {
		maxAttempts,
		trace,
		send: sendInTurn,
		waitBeforeRetry: async (inARow) => await waitFor(fullJitter(PAUSES, inARow, random)),
		waitBeforeLookUp: async (inARow) =>
			await waitFor(equalJitter(PAUSES_BEFORE_READS, inARow, random)),
		hasTime: () => clock.now() < Math.min(deadline, endsAt),
	};
}

function note(trace: Trace, reply: SendResult): void {
	trace.attempts += 1;
	trace.status = reply.kind === 'response' ? reply.response.status : undefined;
}
