import { isRead, type RsaRequest } from '../endpoints';
import type { HeldBack, Reply, SignedInSend } from '../reply';
import { equalJitter, fullJitter } from './backoff';
import type { Pace } from './pace';
import { isTooManyRequests } from './signals';

/** What an item sends with: at the pace of its run, within its own time. */
export interface Courier {
	/** Waits for its turn, for as long as RSA asks for, and for an access token. Holds back what would have to wait too long. */
	readonly send: (request: RsaRequest) => Promise<Reply | HeldBack>;
	/**
	 * Waits before a request that came to nothing is sent again, longer from time to time.
	 *
	 * @param inARow how many such waits the item had before
	 * @returns false where it was not begun, since it would pass the item's time or the run's
	 */
	readonly pause: (inARow: number) => Promise<boolean>;
	/**
	 * Waits before something is read once more, which may not show yet what was changed: for at least half of a time
	 * that doubles with each such wait.
	 *
	 * @param inARow how many such waits came before
	 * @returns false where it was not begun, since it would pass the item's time or the run's
	 */
	readonly pauseBeforeRead: (inARow: number) => Promise<boolean>;
	/** Whether the item's time and the run's are not over yet: for what takes many requests. */
	readonly hasTime: () => boolean;
	/** What has become of its requests so far. */
	readonly trace: Readonly<Trace>;
}

/** How an item's requests fared. */
export interface Trace {
	/** How often a change was sent. */
	tries: number;
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
export function courierFor(pace: Pace, send: SignedInSend, limit: number): Courier {
	const { clock, endsAt, random } = pace.settings;
	let hasBegun = false;
	let deadline = Number.POSITIVE_INFINITY;
	const trace: Trace = { tries: 0, waited: 0 };

	const sendInTurn: Courier['send'] = async (request) => {
		for (;;) {
			const askedAt = clock.now();
			const turn = await pace.turn({ hasBegun, limit, deadline });
			trace.waited += clock.now() - askedAt;
			if (turn.kind === 'heldBack') return turn;
			deadline = Math.min(deadline, turn.sentAt + limit);
			const reply = await send(request);
			if (reply.kind === 'accessTokenDelayed') {
				pace.postpone(turn, reply);
				continue;
			}
			pace.finish(turn, reply);
			if (!isRead(request)) note(trace, reply);
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
		trace,
		send: sendInTurn,
		pause: async (inARow) => await waitFor(fullJitter(PAUSES, inARow, random)),
		pauseBeforeRead: async (inARow) =>
			await waitFor(equalJitter(PAUSES_BEFORE_READS, inARow, random)),
		hasTime: () => clock.now() < Math.min(deadline, endsAt),
	};
}

function note(trace: Trace, reply: Reply): void {
	trace.tries += 1;
	trace.status = reply.kind === 'answered' ? reply.answer.status : undefined;
}
