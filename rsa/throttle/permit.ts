import type { InFlight } from './concurrencyLimiter';
import type { RefusalsInARow } from './loneRefusals';
import type { Sent } from './requestHistory';

/** Permission to send one request now. */
export interface Permit {
	readonly kind: 'permit';
	/** By the throttle's clock, in ms. */
	readonly sentAt: number;
	readonly sent: Sent;
	readonly inFlight: InFlight;
	/** Refusals of its request so far. */
	readonly refusals: RefusalsInARow;
	/** Whether no other request is sent until it is answered: RSA has been refusing all. */
	readonly isProbe: boolean;
}
