import { createRequire } from 'node:module';
import { jest } from '@jest/globals';

const require = createRequire(import.meta.url);
/** The HTTP client inside n8n-core's own helper. */
const { default: axios } = createRequire(require.resolve('n8n-core'))(
	'axios',
) as typeof import('axios');

/** Ticks of the event loop without a request on its way, after which only a timer can continue the work. */
const QUIET_TICKS = 12;
/** ms that the clock jumps then: as long as the node sleeps in one go. */
const STEP = 250;
/** ms. Work that takes longer waits for something that no time brings about. */
const LONGEST = 3_600_000;

/**
 * Runs work over real HTTP without its waits: the clock stands still while a request is on its way, and jumps otherwise.
 *
 * @throws when the work takes more than an hour of that time
 */
export async function withoutWaits<Result>(work: () => Promise<Result>): Promise<Result> {
	const requests = new RequestCount();
	jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
	ringAsNodeDoes();
	try {
		const progress = { isDone: false };
		const result = work().finally(() => {
			progress.isDone = true;
		});
		result.catch(() => undefined);
		const endsAt = performance.now() + LONGEST;
		while (!progress.isDone) {
			if (performance.now() > endsAt) throw new Error('Nothing is left that could happen');
			if (await isQuiet(requests, progress)) jest.advanceTimersByTime(STEP);
		}
		return await result;
	} finally {
		jest.useRealTimers();
		requests.end();
	}
}

async function isQuiet(
	requests: { readonly onTheirWay: number },
	progress: { readonly isDone: boolean },
): Promise<boolean> {
	for (let tick = 0; tick < QUIET_TICKS; tick += 1) {
		await new Promise(setImmediate);
		if (requests.onTheirWay > 0 || progress.isDone) return false;
	}
	return true;
}

/** No timer of Node.js rings early, or within the same millisecond. Jest's round down. */
function ringAsNodeDoes(): void {
	const { setTimeout: set } = globalThis;
	const rounded = (ring: () => void, milliseconds = 0) =>
		set(ring, Math.max(1, Math.ceil(milliseconds)));
	globalThis.setTimeout = Object.assign(rounded, set);
}

/** Counts the requests that n8n has sent and that have no response yet. */
class RequestCount {
	onTheirWay = 0;
	private readonly request = axios.interceptors.request.use((config) => {
		this.onTheirWay += 1;
		return config;
	});
	private readonly response = axios.interceptors.response.use(
		(response) => {
			this.onTheirWay -= 1;
			return response;
		},
		(error: unknown) => {
			this.onTheirWay -= 1;
			throw error;
		},
	);

	end(): void {
		axios.interceptors.request.eject(this.request);
		axios.interceptors.response.eject(this.response);
	}
}
