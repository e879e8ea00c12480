import type { Outcome } from '../hardwareTokens/tokenChange';
import type { Failure } from '../errors/failure';
import type { TokenState } from '../hardwareTokens/hardwareToken';
import type { Client } from '../throttle/client';
import type { UserFacingError } from '../values/userFacingError';

/** How a change ended. */
export type ChangeResult =
	/** The token is in the asked state; `confirmedBy` where not the answer said so but a read after it. */
	| {
			readonly kind: 'done';
			readonly outcome: Outcome;
			readonly state: TokenState;
			readonly confirmedBy?: 'readBack';
	  }
	| Failed
	/** The credential would not sign the request, or n8n not let it out. */
	| {
			readonly kind: 'blocked';
			readonly error: UserFacingError;
			/** Whether an earlier try may be carried out yet, though a read showed that it was not. */
			readonly mayHaveBeenApplied?: boolean;
	  };

export interface Failed {
	readonly kind: 'failed';
	readonly failure: Failure;
}

/** What a change is delivered with. */
export interface Means {
	readonly courier: Client;
	/** How often a change is sent, and a token read that could not be read, at most. */
	readonly maxTries: number;
}

export function failed(failure: Failure): Failed {
	return { kind: 'failed', failure };
}
