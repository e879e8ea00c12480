import type { RsaRequest } from './endpoints';
import type { HardwareToken, TokenState } from './hardwareToken';

/** The token to change, and whose it must be. */
export interface Target {
	readonly userId: string;
	readonly tokenSerialNumber: string;
}

/** What an output item says was done. Saved workflows branch on these words. */
export type Outcome = 'pinCleared' | 'pinAlreadyCleared' | 'unassigned' | 'alreadyUnassigned';

/** How a token that was read back stands to the change that was asked for. */
export type Standing =
	/** In the asked state. */
	| 'reached'
	/** In the asked state, and no request of ours can have brought it there. */
	| 'reachedBefore'
	/** The user's, as it was before. */
	| 'unchanged'
	/** Nobody's, so that RSA will not clear the PIN that it still has. */
	| 'unassignedWithPin'
	/** Another user's: never to be touched. */
	| 'somebodyElses';

/** One change of a hardware token that RSA's API can make: all that delivery needs to know of it. */
export interface Change {
	readonly outcome: Outcome;
	/** The outcome where the token was in the asked state already. */
	readonly outcomeBefore: Outcome;
	/** What did not happen to the token, as the beginning of a sentence. */
	notDone(target: Target): string;
	/** That it is open whether it happened, as a whole sentence without its period. */
	unknown(target: Target): string;
	/** What RSA says of this change that belongs to another call, so that it must not be passed on. */
	readonly misleadingText?: RegExp;
	request(target: Target): RsaRequest;
	/** The token's state where a 200's body says that it is the asked one, else nothing. */
	confirmedState(body: unknown, target: Target): TokenState | undefined;
	/** How the token stands, or nothing where the read leaves open what this change is about. */
	standing(token: HardwareToken): Standing | undefined;
	/** The token's state, as an item carries it, where a read has shown that it is the asked one. */
	stateReadBack(token: HardwareToken): TokenState;
}
