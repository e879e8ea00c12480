import { isReadRequest, type RsaRequest } from '../http/endpoints';
import type { NotSent, SendResult, AuthorizedTransport } from '../http/response';
import { equalJitter, fullJitter } from './backoff';
import { RefusalsInARow } from './loneRefusals';
import type { Permit } from './permit';
import type { RunThrottle } from './runThrottle';
import { isTooManyRequests, waitAlone } from './overloadSignals';

/** What an item sends with: at the rate that its tenant takes, within its own time. */
export interface Client {
	/** Waits for its permit, for as long as RSA asks for, and for an access token. Keeps back what would have to wait too long. */
	readonly send: (request: RsaRequest) => Promise<SendResult | NotSent>;
	/**
	 * Waits before a request that came to nothing is sent again, longer from time to time.
	 *
	 * @param inARow how many such waits the item had before
	 * @returns false if it was not started, since it would pass the item's time or the run's
	 */
	readonly waitBeforeRetry: (inARow: number) => Promise<boolean>;
	/**
	 * Waits before something is read once more, which may not show yet what was changed: for at least half of a time
	 * that doubles with each such wait.
	 *
	 * @param inARow how many such waits came before
	 * @returns false if it was not started, since it would pass the item's time or the run's
	 */
	readonly waitBeforeLookUp: (inARow: number) => Promise<boolean>;
	/** Whether the item's time and the run's are not over yet: for what takes many requests. */
	readonly hasTime: () => boolean;
	/** ms that are left to the item, as long as its first request has not been sent all of them. */
	readonly timeLeft: () => number;
	/** Times that a change is sent, or a failed look-up made, at most. */
	readonly maxAttempts: number;
	/** What has become of its requests so far. */
	readonly trace: Readonly<Trace>;
}

/** How an item's requests fared. */
export interface Trace {
	/** How often a change was sent. */
	attempts: number;
	/** HTTP status of the last response to a change; undefined if none came. */
	status?: number | undefined;
	/** ms that its requests waited for their permits, and between attempts. */
	waited: number;
}

/** ms. AWS's SDKs and n8n's Dataverse node begin alike. */
const PAUSES = { first: 500, cap: 10_000 };

/** ms. */
const PAUSES_BEFORE_READS = { first: 500, cap: 8000 };

/**
 * Makes an item's client.
 *
 * @param transport sends a request without waiting
 * @param limit ms that the item may take, from its first request on. Time in which others are served is not counted
 */
export function createClient(
	throttle: RunThrottle,
	transport: AuthorizedTransport,
	limit: number,
	maxAttempts: number,
): Client {
	const { clock, endsAt, random } = throttle.settings;
	let hasStarted = false;
	let deadline: number | undefined;
	const trace: Trace = { attempts: 0, waited: 0 };
	const latest = () => Math.min(deadline ?? Number.POSITIVE_INFINITY, endsAt);

	const acquire = async (refusals: RefusalsInARow, isBack: boolean) => {
		const [from, waitedBefore, given] = [clock.now(), throttle.waited(), throttle.given()];
		const timeLeft = (deadline ?? Number.POSITIVE_INFINITY) - from;
		const permit = await throttle.acquire({ hasStarted, isBack, refusals, limit, timeLeft });
		const took = clock.now() - from;
		trace.waited += took;
		const waitedForRate = Math.max(0, took - (throttle.waited() - waitedBefore));
		// Its own turn is a part of that, as long as each of the others'.
		const turns = Math.max(1, throttle.given() - given);
		const othersServed = waitedForRate * (1 - 1 / turns);
		if (deadline !== undefined) deadline += othersServed;
		else if (permit.kind === 'permit') deadline = permit.sentAt + limit;
		return permit;
	};

	const waitFor = async (wait: number) => {
		if (clock.now() + wait > latest()) return false;
		trace.waited += wait;
		await clock.sleep(wait);
		return true;
	};

	/** Even a fault of the transport gives the permit back, which all executions share. */
	const sendWith = async (permit: Permit, request: RsaRequest) => {
		let result: Awaited<ReturnType<AuthorizedTransport>> | undefined;
		try {
			return (result = await transport(request));
		} finally {
			if (result === undefined) throttle.withdraw(permit);
		}
	};

	const send: Client['send'] = async (request) => {
		const refusals = new RefusalsInARow();
		let waitsAlone = 0;
		for (let isBack = false; ; isBack = true) {
			const permit = await acquire(refusals, isBack);
			if (permit.kind === 'notSent') return permit;
			const result = await sendWith(permit, request);
			if (result.kind === 'accessTokenPending') {
				throttle.postpone(permit, result);
				continue;
			}
			const isLone = throttle.release(permit, request, result);
			if (!isReadRequest(request)) note(trace, result);
			if (!isTooManyRequests(result)) {
				hasStarted = true;
				return result;
			}
			// A server may ask to come back at once, again and again: then no wait is too long.
			if (clock.now() >= latest()) return throttle.outOfTime();
			if (!isLone) continue;
			const refused = waitAlone(result, waitsAlone, random);
			if (!(await waitFor(refused.retryAfter))) return refused;
			waitsAlone += 1;
		}
	};

	return {
		maxAttempts,
		trace,
		send,
		waitBeforeRetry: async (inARow) => await waitFor(fullJitter(PAUSES, inARow, random)),
		waitBeforeLookUp: async (inARow) =>
			await waitFor(equalJitter(PAUSES_BEFORE_READS, inARow, random)),
		hasTime: () => clock.now() < latest(),
		timeLeft: () => Math.max(0, deadline === undefined ? limit : deadline - clock.now()),
	};
}

/** A request that the credential would not sign has not left n8n. */
function note(trace: Trace, result: SendResult): void {
	if (result.kind === 'blocked') return;
	trace.attempts += 1;
	trace.status = result.kind === 'response' ? result.response.status : undefined;
}
