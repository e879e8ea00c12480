import { isReadRequest, type RsaRequest } from '../http/endpoints';
import type { NotSent, SendResult, AuthorizedTransport } from '../http/response';
import { equalJitter, fullJitter, withLastAttempt } from './backoff';
import { RefusalsInARow } from './loneRefusals';
import type { Permit } from './permit';
import { isTooManyRequests, loneWait } from './overloadSignals';
import type { RunThrottle } from './runThrottle';

/** Sends the requests of one item, or of one of its steps: at the tenant's rate, and within the item's time. */
export interface Client {
	/**
	 * Sends a request once the throttle gives a permit for it and there is an access token. Waits as long as RSA requests
	 * after a 429. Does not send a request that would have to wait longer than the item or the run may take.
	 */
	readonly send: (request: RsaRequest) => Promise<SendResult | NotSent>;
	/**
	 * Waits before a failed request is sent again; each wait in a row is longer.
	 *
	 * @param inARow number of such waits before this one
	 * @returns false if it did not wait, because the item's time or the run's would be over
	 */
	readonly waitBeforeRetry: (inARow: number) => Promise<boolean>;
	/**
	 * Waits before a look-up is repeated that may not show a change yet; each wait in a row is longer, but the last one ends
	 * before the item's time is over.
	 *
	 * @param inARow number of such waits before this one
	 * @returns false if it did not wait, because the item's time or the run's would be over
	 */
	readonly waitBeforeLookUp: (inARow: number) => Promise<boolean>;
	/** Whether neither the item's time nor the run's is over: to be checked between many requests. */
	readonly hasTime: () => boolean;
	/** ms that are left to the item, and to the run; the item's whole limit until its first request is sent. */
	readonly timeLeft: () => number;
	/** ms of the item's time that its later steps need: a look-up that RSA answers is not repeated in them. */
	readonly timeOfLaterSteps: number;
	/** Maximum times that a change is sent, or a failed look-up is made. */
	readonly maxAttempts: number;
	/** Counts of its requests so far. */
	readonly trace: Readonly<Trace>;
}

/** Counts of an item's requests, for its output. */
export interface Trace {
	/** Times that a change was sent, those refused with a 429 among them. */
	attempts: number;
	/** HTTP status of the last response to a change; undefined if none came. */
	status?: number | undefined;
	/** ms that its requests waited for their permits, and between attempts. */
	waited: number;
}

/** Waits before a request is sent again. AWS's SDKs and n8n's Dataverse node have the same first wait. */
const BEFORE_RETRY = { first: 500, cap: 10_000 };

/** Waits before a look-up is repeated. */
const BEFORE_LOOK_UP = { first: 500, cap: 8000 };

/**
 * Creates the client of an item.
 *
 * @param transport sends a request without waiting for a permit
 * @param limit ms that the item may take from its first request on, not counting the time in which other requests go first
 * @param maxAttempts maximum times that a change is sent, or a failed look-up is made
 */
export function createClient(
	throttle: RunThrottle,
	transport: AuthorizedTransport,
	limit: number,
	maxAttempts: number,
	timeOfLaterSteps = 0,
): Client {
	const { clock, endsAt, random } = throttle.settings;
	let hasStarted = false;
	let deadline: number | undefined;
	const trace: Trace = { attempts: 0, waited: 0 };
	const latest = () => Math.min(deadline ?? Number.POSITIVE_INFINITY, endsAt);

	const acquire = async (refusals: RefusalsInARow, isBack: boolean) => {
		const [from, waitedBefore, given] = [clock.now(), throttle.waited(), throttle.given()];
		const atFirst = (deadline ?? Number.POSITIVE_INFINITY) - from;
		// Two waits at the same time count once.
		const timeLeft = () => atFirst - Math.min(clock.now() - from, throttle.waited() - waitedBefore);
		const permit = await throttle.acquire({ hasStarted, isBack, refusals, limit, timeLeft });
		const took = clock.now() - from;
		trace.waited += took;
		const waitedForRate = Math.max(0, took - (throttle.waited() - waitedBefore));
		// The item's own share of that wait is as long as the share of each other request that got a permit meanwhile.
		const permits = Math.max(1, throttle.given() - given);
		const othersServed = waitedForRate * (1 - 1 / permits);
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

	/** Gives the permit back even if the transport throws: all executions share the permits. */
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
		let loneWaits = 0;
		for (let isBack = false; ; isBack = true) {
			const permit = await acquire(refusals, isBack);
			if (permit.kind === 'notSent') return permit;
			const result = await sendWith(permit, request);
			if (result.kind === 'accessTokenPending') {
				throttle.postpone(permit, result);
				continue;
			}
			const isLone = throttle.release(permit, request, result);
			if (!isReadRequest(request)) record(trace, result);
			if (!isTooManyRequests(result)) {
				hasStarted = true;
				return result;
			}
			// A server that refuses again and again without a wait never reaches a wait that is too long.
			if (clock.now() >= latest()) return throttle.outOfTime();
			if (!isLone) continue;
			const refused = loneWait(result, loneWaits, random);
			if (!(await waitFor(refused.retryAfter))) return refused;
			loneWaits += 1;
		}
	};

	return {
		maxAttempts,
		timeOfLaterSteps,
		trace,
		send,
		waitBeforeRetry: async (inARow) => await waitFor(fullJitter(BEFORE_RETRY, inARow, random)),
		waitBeforeLookUp: async (inARow) => {
			const wait = equalJitter(BEFORE_LOOK_UP, inARow, random);
			const shortened = withLastAttempt(wait, latest() - clock.now());
			return shortened !== undefined && (await waitFor(shortened));
		},
		hasTime: () => clock.now() < latest(),
		timeLeft: () => {
			const now = clock.now();
			return Math.max(0, Math.min(deadline === undefined ? limit : deadline - now, endsAt - now));
		},
	};
}

/** Counts a request to change something. One that was blocked has not left n8n. */
function record(trace: Trace, result: SendResult): void {
	if (result.kind === 'blocked') return;
	trace.attempts += 1;
	trace.status = result.kind === 'response' ? result.response.status : undefined;
}
