import type { Failure } from '../errors/failure';
import type { UserFacingError } from '../values/userFacingError';
import type { State } from './change';

/** The result of a change. */
export type ChangeResult = (Done | Failed | Blocked) & {
	/** The target before and after the change; undefined if it was not looked up for that, null if RSA did not know it. */
	readonly before?: State | null;
	readonly after?: State | null;
};

/** The target is in the requested state. */
interface Done {
	readonly kind: 'done';
	readonly outcome: string;
	readonly state: State;
	/** Set if a look-up confirmed it, not the response to the change. */
	readonly confirmedBy?: 'readBack';
}

interface Failed {
	readonly kind: 'failed';
	readonly failure: Failure;
}

/** The request was not sent: the credential has an error, or a rule of n8n forbids it. */
interface Blocked {
	readonly kind: 'blocked';
	readonly error: UserFacingError;
	/** Whether RSA may still apply an earlier attempt, though a look-up showed that it had not. */
	readonly mayHaveBeenApplied?: boolean;
}

/** The result of a change that failed. */
export function failed(failure: Failure): Failed {
	return { kind: 'failed', failure };
}
