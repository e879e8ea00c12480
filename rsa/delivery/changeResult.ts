import type { Failure } from '../errors/failure';
import type { UserFacingError } from '../values/userFacingError';
import type { State } from './change';

/** What a change came to. */
export type ChangeResult = (Done | Failed | Blocked) & {
	/** The target before and after the change, where it was looked up for that; null if RSA did not know it. */
	readonly before?: State | null;
	readonly after?: State | null;
};

/** The target is in the requested state. */
interface Done {
	readonly kind: 'done';
	readonly outcome: string;
	readonly state: State;
	/** Set if a look-up showed it, and not the response to the change. */
	readonly confirmedBy?: 'readBack';
}

interface Failed {
	readonly kind: 'failed';
	readonly failure: Failure;
}

/** The credential would not sign the request, or n8n not let it out. */
interface Blocked {
	readonly kind: 'blocked';
	readonly error: UserFacingError;
	/** Whether an earlier attempt may be carried out yet, though a look-up showed that it was not. */
	readonly mayHaveBeenApplied?: boolean;
}

export function failed(failure: Failure): Failed {
	return { kind: 'failed', failure };
}
