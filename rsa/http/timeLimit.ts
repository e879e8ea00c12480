/** An error with a code, as Node's network layer raises them. */
export class NetworkError extends Error {
	constructor(readonly code: 'ETIMEDOUT' | 'ERR_ANSWER_TOO_LONG') {
		super(code);
	}
}

/**
 * The value of a promise, unless a signal is aborted first. A value that comes later is dropped.
 *
 * @param onAbort returns the error to throw in that case
 */
export async function unlessAborted<Value>(
	value: Promise<Value>,
	signals: readonly AbortSignal[],
	onAbort: () => Error,
): Promise<Value> {
	return await new Promise((resolve, reject) => {
		const abort = () => {
			reject(onAbort());
		};
		const stopListening = () => {
			for (const signal of signals) signal.removeEventListener('abort', abort);
		};
		for (const signal of signals) signal.addEventListener('abort', abort);
		if (signals.some(({ aborted }) => aborted)) abort();
		void value.then(resolve, reject).finally(stopListening);
	});
}

/**
 * The value of a promise, unless it takes too long.
 *
 * @param timeout ms
 * @param onTimeout called when the time is over
 * @throws {NetworkError} ETIMEDOUT when the time is over
 */
export async function withTimeout<Value>(
	timeout: number,
	value: Promise<Value>,
	onTimeout?: () => void,
): Promise<Value> {
	return await unlessAborted(value, [AbortSignal.timeout(Math.ceil(timeout))], () => {
		onTimeout?.();
		return new NetworkError('ETIMEDOUT');
	});
}
