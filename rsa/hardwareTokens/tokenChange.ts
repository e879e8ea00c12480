import type { RsaRequest } from '../http/endpoints';
import type { HardwareToken, TokenState } from './hardwareToken';

/** The token to change. */
export interface TokenTarget {
	readonly tokenSerialNumber: string;
	/** Whose it must be, where the change is about a user at all. */
	readonly userId?: string;
}

/** The token to change, and whose it must be. */
export interface Target extends TokenTarget {
	readonly userId: string;
}

/** What an output item says was done. Saved workflows branch on these words. */
export type Outcome =
	| 'assigned'
	| 'alreadyAssigned'
	| 'deleted'
	| 'alreadyDeleted'
	| 'disabled'
	| 'alreadyDisabled'
	| 'enabled'
	| 'alreadyEnabled'
	| 'pinCleared'
	| 'pinAlreadyCleared'
	| 'renamed'
	| 'alreadyRenamed'
	| 'unassigned'
	| 'alreadyUnassigned';

/** What an output item of a dry run says would be done. */
export type DryRunOutcome =
	| 'wouldAssign'
	| 'wouldClearPin'
	| 'wouldDelete'
	| 'wouldDisable'
	| 'wouldEnable'
	| 'wouldRename'
	| 'wouldUnassign';

/** How a token that was read back stands to the change that was asked for. */
export type Comparison =
	/** In the asked state. */
	| 'reached'
	/** In the asked state, and no request of ours can have brought it there. */
	| 'reachedBefore'
	/** As it was before, and the change can be made. */
	| 'unchanged'
	/** Nobody's, so that RSA will not change it. */
	| 'unassigned'
	/** Nobody's, so that RSA will not clear the PIN that it still has. */
	| 'unassignedWithPin'
	/** Somebody's, and the change is for tokens that nobody has. */
	| 'stillAssigned'
	/** The user's, with another name than was asked for. */
	| 'nameDiffers'
	/** Another user's: never to be touched. */
	| 'somebodyElses';

/** One change of a hardware token that RSA's API can make: all that delivery needs to know of it. */
export interface Change<T extends TokenTarget = Target> {
	readonly outcome: Outcome;
	/** The outcome where the token was in the asked state already. */
	readonly noopOutcome: Outcome;
	/** What a dry run says would be done. */
	readonly dryRunOutcome: DryRunOutcome;
	/** What did not happen to the token, as the beginning of a sentence. */
	notDone(target: TokenTarget): string;
	/** That it is open whether it happened, as a whole sentence without its period. */
	unknown(target: TokenTarget): string;
	/** What the credential must be allowed to do, as an operator reads it. */
	readonly permission: string;
	/** Whether a token that RSA does not know is in the asked state. */
	readonly isReachedByAbsence?: boolean;
	/** Whether the token is looked at before: where RSA itself would not refuse what must not happen. */
	readonly readFirst?: boolean;
	/** What RSA says of this change that belongs to another call, so that it must not be passed on. */
	readonly misleadingText?: RegExp;
	request(target: T): RsaRequest;
	/** The token's state where a 200's body says that it is the asked one, else nothing. */
	confirmedState(body: unknown, target: T): TokenState | undefined;
	/** How the token stands, or nothing where the read leaves open what this change is about. */
	compare(token: HardwareToken): Comparison | undefined;
	/** What of the token's state would be another afterwards; nothing where the token would be gone. */
	expectedState(target: T): TokenState | undefined;
	/** The token's state, as an item carries it, where a read has shown that it is the asked one. */
	stateReadBack(token: HardwareToken): TokenState;
}
