/** That something took too long, with the code that errors of the network have. */
class TimeoutError extends Error {
	readonly code = 'ETIMEDOUT';

	constructor() {
		super('ETIMEDOUT');
	}
}

/**
 * Waits for something within a time.
 *
 * @param milliseconds how long
 * @param value what is waited for; what it comes to afterwards is nobody's business
 * @param end called when the time is over
 * @throws an error with the code ETIMEDOUT when the time is over
 */
export async function withTimeout<Value>(
	milliseconds: number,
	value: Promise<Value>,
	end?: () => void,
): Promise<Value> {
	const time = AbortSignal.timeout(Math.ceil(milliseconds));
	return await new Promise((resolve, reject) => {
		const giveUp = () => {
			reject(new TimeoutError());
			end?.();
		};
		time.addEventListener('abort', giveUp);
		void value.then(resolve, reject).finally(() => {
			time.removeEventListener('abort', giveUp);
		});
	});
}
