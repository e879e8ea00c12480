import type { InFlight } from './concurrencyLimiter';
import type { Sent } from './rateLimiter';

/** The leave to send one request, now. */
export interface Permit {
	readonly kind: 'permit';
	/** By the throttle's clock, in ms. */
	readonly sentAt: number;
	readonly sent: Sent;
	readonly inFlight: InFlight;
	/** Whether it is sent alone, since RSA refuses all. */
	readonly isProbe: boolean;
}
