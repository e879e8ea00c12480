import { unlessAborted } from '../http/timeLimit';
import { AccessTokenDelayed } from './accessTokenDelayed';

/** Limits of a request's wait for an access token. */
export interface AccessTokenWaitLimits {
	/** ms. */
	readonly timeout: number;
	readonly cancelSignal?: AbortSignal | undefined;
}

/** Limits by the credential's fields of one request: n8n passes this same object to the credential. */
const limitsOf = new WeakMap<object, AccessTokenWaitLimits>();

/** Limits the wait of the one request that is sent with these fields. */
export function limitWait(fields: object, limits: AccessTokenWaitLimits): void {
	limitsOf.set(fields, limits);
}

/**
 * Waits within the limits of a request. The wait ends here, inside n8n's call of the credential: otherwise n8n would send
 * the request when the token comes, long after the run has given it up. A token that comes later is used by later requests.
 *
 * @throws {AccessTokenDelayed} when the limits are reached
 */
export async function waitWithin<Value>(fields: object, value: Promise<Value>): Promise<Value> {
	const limits = limitsOf.get(fields);
	if (limits === undefined) return await value;
	const { cancelSignal, timeout } = limits;
	const timeoutSignal = AbortSignal.timeout(Math.ceil(timeout));
	const signals = cancelSignal === undefined ? [timeoutSignal] : [timeoutSignal, cancelSignal];
	const onAbort = () => new AccessTokenDelayed('it has not answered in time');
	return await unlessAborted(value, signals, onAbort);
}
