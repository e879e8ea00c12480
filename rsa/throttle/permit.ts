import type { InFlight } from './concurrencyLimiter';
import type { RefusalsInARow } from './loneRefusals';
import type { Sent } from './rateLimiter';

/** The leave to send one request, now. */
export interface Permit {
	readonly kind: 'permit';
	/** By the throttle's clock, in ms. */
	readonly sentAt: number;
	readonly sent: Sent;
	readonly inFlight: InFlight;
	/** How often its request was refused before. */
	readonly refusals: RefusalsInARow;
	/** Whether it is sent alone, since RSA refuses all. */
	readonly isProbe: boolean;
}
