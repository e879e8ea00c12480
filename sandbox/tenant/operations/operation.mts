import type { DeclaredRequests } from '../../../contract/declared-requests.ts';
import type { Answer } from '../answers.mts';
import type { Directory } from '../directory.mts';
import type { HardwareToken } from '../hardware-token.mts';

/** Carries a valid, authorized request out. */
export type Operation<Name extends keyof DeclaredRequests> = (
	directory: Directory,
	request: DeclaredRequests[Name],
	openQuestions: OpenQuestions,
) => Answer;

/** How a change is answered that asks for the state that there is: with 200, or with 409. */
type Repetition = 'accepted' | 'refused';

/** What RSA's pages leave open, decided by the test. */
export interface OpenQuestions {
	/** Type of pinSet in the answer of Clear PIN: RSA's example has a string, its table a Boolean. */
	readonly pinSetAs: 'string' | 'boolean';
	/** Whether the lookup answers tokenState too, which RSA's lookup example does not show. */
	readonly lookupHasTokenState: boolean;
	/** What RSA says of a hardware token that has just been assigned; the answer's end was not read. */
	readonly assignedTokenState: Exclude<HardwareToken['tokenState'], 'Unassigned'>;
	/** Assign to the user who has the hardware token. The causes of RSA's 409 were not read. */
	readonly repeatedAssign: Repetition;
	/** Enable and Disable. Of the causes of RSA's 409, one is known: the user does not have it. */
	readonly repeatedTokenStatus: Repetition;
	/** User status. The causes of RSA's 409 were not read. */
	readonly repeatedUserStatus: Repetition;
}

/**
 * @param decided what a test has decided
 * @returns this, and the likelier answer to every other question
 */
export function answersTo({
	pinSetAs = 'string',
	lookupHasTokenState = false,
	assignedTokenState = 'Activation Pending',
	repeatedAssign = 'refused',
	repeatedTokenStatus = 'accepted',
	repeatedUserStatus = 'accepted',
}: Partial<OpenQuestions>): OpenQuestions {
	return {
		pinSetAs,
		lookupHasTokenState,
		assignedTokenState,
		repeatedAssign,
		repeatedTokenStatus,
		repeatedUserStatus,
	};
}
