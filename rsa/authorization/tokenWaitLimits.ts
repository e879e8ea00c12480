import { AccessTokenDelayed } from './accessTokenDelayed';

/** How long a request waits for an access token that somebody has asked for already. */
export interface TokenWaitLimits {
	/** ms. */
	readonly timeout: number;
	readonly cancelSignal?: AbortSignal | undefined;
}

/** By the credential's fields that a request goes out with: n8n hands them to the credential as they are. */
const limitsOf = new WeakMap<object, TokenWaitLimits>();

/** Limits the wait of the one request that goes out with these fields. */
export function limitWait(fields: object, limits: TokenWaitLimits): void {
	limitsOf.set(fields, limits);
}

/**
 * Waits within the limits of a request. The wait ends here, inside n8n's own call, because n8n would send the
 * request as soon as the token came, long after the run had given it up.
 *
 * @throws {AccessTokenDelayed} where they are over before the value is there; what it comes to serves later requests
 */
export async function waitWithin<Value>(fields: object, value: Promise<Value>): Promise<Value> {
	const limits = limitsOf.get(fields);
	if (limits === undefined) return await value;
	const { cancelSignal, timeout } = limits;
	const signals = [
		AbortSignal.timeout(Math.ceil(timeout)),
		...(cancelSignal ? [cancelSignal] : []),
	];
	return await new Promise((resolve, reject) => {
		const end = () => {
			reject(new AccessTokenDelayed('it has not answered in time'));
		};
		const stopListening = () => {
			signals.forEach((signal) => {
				signal.removeEventListener('abort', end);
			});
		};
		signals.forEach((signal) => {
			signal.addEventListener('abort', end);
		});
		if (cancelSignal?.aborted) end();
		void value.then(resolve, reject).finally(stopListening);
	});
}
