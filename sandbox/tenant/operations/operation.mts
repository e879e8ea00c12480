import type { DeclaredRequests } from '../../../contract/declared-requests.ts';
import type { Authenticator } from '../authenticator.mts';
import type { HttpResponse } from '../http-response.mts';
import type { Role } from '../authorization/administration-keys.mts';
import type { Scope } from '../authorization/oauth-clients.mts';
import type { Directory } from '../directory.mts';
import type { HardwareToken } from '../hardware-token.mts';

/** An operation of the API: the tenant's side of one endpoint. */
export interface Operation<Name extends keyof DeclaredRequests> {
	/** Whose Administration API keys may call it: RSA's page of the operation. */
	readonly roles: readonly Role[];
	/**
	 * The scope that an OAuth client needs to call it: RSA's page "OAuth 2.0-Based Permissions for the Cloud Administration
	 * APIs", mostly as a public client of RSA has written it down.
	 */
	readonly scope: Scope;
	/** Whether it changes nothing: only such an operation can show a state of some time ago. */
	readonly isRead: boolean;
	/** Executes a valid, authorized request. */
	execute(
		directory: Directory,
		request: DeclaredRequests[Name],
		openQuestions: OpenQuestions,
	): HttpResponse;
}

export const anyAdministrator: readonly Role[] = ['helpDesk', 'superAdmin'];
export const superAdministrator: readonly Role[] = ['superAdmin'];

/** The response to a change to the state that there is already: 200, or 409. */
type Repetition = 'accepted' | 'refused';

/** Questions that RSA's pages leave open, decided by the test. */
export interface OpenQuestions {
	/** Type of pinSet in the response to Clear PIN: RSA's example has a string, its table a Boolean. */
	readonly pinSetAs: 'string' | 'boolean';
	/** Whether the lookup response has tokenState too, which RSA's lookup example does not show. */
	readonly lookupHasTokenState: boolean;
	/** Whether the lookup leaves out what is null, as is common, instead of the null of RSA's example. */
	readonly lookupLeavesOutNulls: boolean;
	/** The state that RSA shows of a hardware token that has just been assigned; the end of the response was not read. */
	readonly assignedTokenState: Exclude<HardwareToken['tokenState'], 'Unassigned'>;
	/** Assign to the user who has the hardware token. The causes of RSA's 409 were not read. */
	readonly repeatedAssign: Repetition;
	/** Enable and Disable. Of the causes of RSA's 409, one is known: the user does not have it. */
	readonly repeatedTokenStatus: Repetition;
	/** User status. The causes of RSA's 409 were not read. */
	readonly repeatedUserStatus: Repetition;
	/** What Delete user device takes beside phones. */
	readonly deletableDevices: ReadonlyArray<Authenticator['kind']>;
	/** The body of a 207 to a change of high-risk users: RSA's page says emails, a client reads users with an error. */
	readonly failedHighRiskUsersAs: 'emails' | 'users';
	/** ms that it takes to generate a report. */
	readonly reportMilliseconds: number;
	/** The order of the event logs. RSA's page says chronological, which is either. */
	readonly eventOrder: 'ascending' | 'descending';
	/** Events per page, at most. RSA's page says 100. */
	readonly largestEventPage: number;
}

/**
 * @param decided the decisions of a test
 * @returns these, and the likelier decision for every other question
 */
export function decisionsFor({
	pinSetAs = 'string',
	lookupHasTokenState = false,
	lookupLeavesOutNulls = false,
	assignedTokenState = 'Activation Pending',
	repeatedAssign = 'refused',
	repeatedTokenStatus = 'accepted',
	repeatedUserStatus = 'accepted',
	deletableDevices = ['mobile', 'browser'],
	failedHighRiskUsersAs = 'users',
	reportMilliseconds = 0,
	eventOrder = 'ascending',
	largestEventPage = 100,
}: Partial<OpenQuestions>): OpenQuestions {
	return {
		pinSetAs,
		lookupHasTokenState,
		lookupLeavesOutNulls,
		assignedTokenState,
		repeatedAssign,
		repeatedTokenStatus,
		repeatedUserStatus,
		deletableDevices,
		failedHighRiskUsersAs,
		reportMilliseconds,
		eventOrder,
		largestEventPage,
	};
}
