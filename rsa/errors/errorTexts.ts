import type { Authentication } from '../http/response';
import { clockInWords } from './machineClock';
import { consolePage, permissions } from './permissions';
import { waitInWords } from './waitInWords';

/** Why a change was not made, or may not have been made: the rows of {@link causeTable}. */
export type Cause = keyof typeof causeTable;

/** The known state of a hardware token or a user after a failure. */
export type KnownState =
	/** As before: RSA refused the change, or did not get it. */
	| 'unchanged'
	/** A look-up showed no change; RSA may still apply the request. */
	| 'unchangedWhenRead'
	/** Not changed for this item. Nothing else is known of the state. */
	| 'leftAlone'
	/** Nothing was done for this item: a later run may do it. */
	| 'notAttempted'
	/** RSA does not know the token or user. */
	| 'absent'
	| 'unknown';

/** Facts of a failure that its text depends on. */
export interface FailureFacts {
	/** HTTP status of RSA's response to the change; undefined without a response. */
	readonly status?: number | undefined;
	/** Part of the sentence that depends on more than the cause, such as why a look-up failed. */
	readonly reason?: string | undefined;
	/** How the request was authenticated, if known. */
	readonly authentication?: Authentication | undefined;
	/** s that the clock of this machine is ahead of the server's; undefined if that is within the limit. */
	readonly clockOffBy?: number | undefined;
	/** ms until RSA accepts requests again. */
	readonly retryAfter?: number | undefined;
	/** Whether the node chose that wait because RSA did not say how long. */
	readonly isOwnWait?: boolean | undefined;
}

/** The user of the item, as an error text may name them. */
export interface Names {
	readonly userId?: string;
	/** As the item names the user, such as "the email address ada@example.com". */
	readonly userInWords?: string;
	/** The value in the item that names the user. */
	readonly userAsEntered?: string;
}

/** The error text of a cause. */
export interface CauseRow {
	/** The cause, as a sentence without capital and period. */
	readonly inWords: (facts: FailureFacts & Names) => string;
	/** Of the token, user or other target of the change. */
	readonly state: KnownState;
	/** What to do about it. */
	readonly advice: string;
	/** Whether the cause follows from the HTTP status alone: if a web page came with it, a proxy may have sent both. */
	readonly isByStatus?: boolean;
}

/** Advice for an item. What is no item, such as a list in the editor, has its own in place of it. */
export const SAFE_TO_REPEAT = 'Running this item again is safe.';
const RENEW_ACCESS =
	'Test the credential. A pasted JSON Web Token is valid for one hour at most: create a new one. An API key or OAuth client may have been deleted or given a new key.';

const UNKNOWN_OWNER =
	"RSA can change a hardware token only if it knows its user. If the user was marked as deleted less than seven days ago, use the operation 'Restore' of the resource 'User' first. Otherwise unassign or delete the hardware token in RSA's Cloud Administration Console, or ask RSA's support.";

/** The error text of each cause: what happened, the known state, and what to do about it. */
export const causeTable = {
	invalidParameters: {
		inWords: () => 'RSA rejected the serial number or the user ID as invalid',
		state: 'unchanged',
		advice:
			"Check the serial number, as on the back of the device, with leading zeros. Check the user ID too: it is the 'id' that the operation 'Get' of the resource 'User' returns.",
		isByStatus: true,
	},
	accessIdUnknown: {
		inWords: ({ authentication }) =>
			`RSA does not know the access ID in the ${secretOf(authentication)}`,
		state: 'unchanged',
		advice: `Use an Administration API key that still exists in ${consolePage.apiKeys}.`,
	},
	audienceInvalid: {
		inWords: ({ authentication }) =>
			`the ${secretOf(authentication)} was made for a different address`,
		state: 'unchanged',
		advice:
			"Check that the key and the Base URL belong to the same tenant. If RSA has moved the tenant to another address, create a new key. In a token that you sign yourself, 'aud' must be exactly the 'adminRestApiUrl' of the key file.",
	},
	accessTokenExpired: {
		inWords: ({ clockOffBy }) =>
			`RSA says that the credential's access token has expired${andClock(clockOffBy)}`,
		state: 'unchanged',
		advice: RENEW_ACCESS,
	},
	accessTokenRefused: {
		inWords: ({ clockOffBy }) =>
			`RSA does not accept the credential's access token${andClock(clockOffBy)}`,
		state: 'unchanged',
		advice: RENEW_ACCESS,
		isByStatus: true,
	},
	notAllowed: {
		inWords: () => 'RSA says that this credential is not allowed to do this',
		state: 'unchanged',
		advice: permissions.changeHardwareTokens,
		isByStatus: true,
	},
	userUnknown: {
		inWords: (facts) => `RSA knows no user with ${userInWords(facts)}`,
		state: 'unchanged',
		advice:
			"RSA knows the hardware token itself. Check the user of this item: an ID must be the 'id' that the operation 'Get' of the resource 'User' returns. RSA does not know the ID of a deleted user.",
	},
	ownerUnknown: {
		inWords: (facts) =>
			`RSA still shows it as assigned to the user with ${userInWords(facts)}, but no longer seems to know that user`,
		state: 'unchanged',
		advice: UNKNOWN_OWNER,
	},
	hardwareTokenUnknown: {
		inWords: () => 'RSA knows no hardware token with this serial number',
		state: 'absent',
		advice:
			'Compare the serial number with the back of the hardware token, leading zeros included. If its record was deleted, nothing is left to do.',
	},
	userOrHardwareTokenUnknown: {
		inWords: ({ reason }) =>
			reason === undefined
				? 'RSA says that it does not know the hardware token or the user'
				: `RSA says that it does not know the hardware token or the user, and a look-up did not explain it: ${reason}`,
		state: 'unchanged',
		advice: 'Check the user, the serial number, and the Base URL of the credential.',
	},
	conflict: {
		inWords: () => 'RSA reports a conflict that the state of the hardware token does not explain',
		state: 'unchanged',
		// Five: RSA's page on SecurID 700 hardware tokens.
		advice: `Look at the hardware token in RSA's Cloud Administration Console. A user can have at most five active hardware tokens. ${SAFE_TO_REPEAT}`,
		isByStatus: true,
	},
	conflictUnexplained: {
		inWords: ({ reason }) =>
			`RSA reports a conflict, and a look-up did not show whether the hardware token is assigned, and to whom: ${reason}`,
		state: 'unchanged',
		advice: "Look the hardware token up in RSA's Cloud Administration Console.",
	},
	assignedToSomebodyElse: {
		inWords: ({ userId, userAsEntered = userId }) =>
			`it is not assigned to ${userAsEntered} but to someone else`,
		state: 'leftAlone',
		advice: 'Check the serial number and the user of this item: one of them is wrong.',
	},
	unassigned: {
		inWords: () => 'it is unassigned',
		state: 'unchanged',
		advice:
			'RSA can only change the status and the name of assigned hardware tokens. Assign it to the user first, or leave the item out.',
	},
	nameDiffers: {
		inWords: () => 'it is assigned to this user, but with a different name',
		state: 'unchanged',
		advice:
			"Use the operation 'Rename' for the name, or remove the option 'Name' if any name will do.",
	},
	stillAssigned: {
		inWords: () => 'it is still assigned to a user',
		state: 'leftAlone',
		advice: `Deleting the record would take it from its user. Put 'Unassign' before 'Delete', or check the serial number. If Unassign fails because RSA no longer knows its user: ${UNKNOWN_OWNER}`,
	},
	lookUpFailed: {
		inWords: ({ reason }) => `the look-up before the change failed: ${reason}`,
		state: 'leftAlone',
		advice: SAFE_TO_REPEAT,
	},
	userNotFound: {
		inWords: (facts) => `RSA knows no user with ${facts.reason ?? userInWords(facts)}`,
		state: 'leftAlone',
		advice:
			"Check the spelling in RSA's Cloud Administration Console. Users who have not been synchronized from the identity source yet are not found.",
	},
	userLookUpFailed: {
		inWords: ({ reason }) => `the user could not be looked up: ${reason}`,
		state: 'leftAlone',
		advice: SAFE_TO_REPEAT,
	},
	userConflict: {
		inWords: ({ reason }) => `${reason}`,
		state: 'unchanged',
		advice: "Look at the user in RSA's Cloud Administration Console.",
		isByStatus: true,
	},
	managedOverScim: {
		inWords: () => 'RSA does not allow this for users whose identity source is managed over SCIM',
		state: 'unchanged',
		advice: 'Make changes to such users in their identity source.',
		isByStatus: true,
	},
	invalidUserRequest: {
		inWords: () => 'RSA rejected the request as invalid',
		state: 'unchanged',
		advice: "Check the values in the node. If all of them are right, ask RSA's support.",
		isByStatus: true,
	},
	userStateUnknown: {
		inWords: ({ reason }) => `${reason}`,
		state: 'unknown',
		advice:
			"Look the user up in RSA's Cloud Administration Console, or run this item again: a user who is already in the requested state stays in it.",
	},
	authenticatorUnknown: {
		inWords: () => 'RSA shows no such authenticator for this user',
		state: 'absent',
		advice:
			"Take the ID or the device serial number from the operation 'Get Many' of the resource 'Authenticator'. If the authenticator was deleted, nothing is left to do.",
	},
	notRegisteredDevice: {
		inWords: () => 'it is not a registered device',
		state: 'leftAlone',
		advice:
			"Only registered devices such as phones and browsers can be deleted: their 'kind' is 'mobile' or 'browser'. Disable a FIDO authenticator or a DS100, and unassign a hardware token.",
	},
	deviceNotDeletable: {
		inWords: () => "RSA lists it among the user's authenticators, but says that it does not exist",
		state: 'unchanged',
		advice: "Delete it in RSA's Cloud Administration Console.",
	},
	fidoNotChangeable: {
		inWords: () => "RSA lists it among the user's authenticators, but says that it does not exist",
		state: 'unchanged',
		advice: "Enable or disable it in RSA's Cloud Administration Console.",
	},
	emergencyAccessCodeUnknown: {
		inWords: () => 'RSA knows either no such user or no emergency access code with this ID',
		state: 'unchanged',
		advice: `The user may have a new code in the meantime. ${SAFE_TO_REPEAT}`,
	},
	highRiskUserRefused: {
		inWords: () => 'RSA refused this user',
		state: 'unchanged',
		advice:
			"Check the email address in RSA's Cloud Administration Console. RSA accepts only email addresses of users that it knows.",
	},
	reportUnknown: {
		inWords: () => 'RSA knows no report of this kind',
		state: 'unchanged',
		advice:
			"Check whether RSA's Cloud Administration Console offers this report: it may not be part of your license.",
	},
	reportNotReady: {
		inWords: () => 'RSA has no finished report of this kind',
		state: 'notAttempted',
		advice:
			"If the operation 'Generate' started one, run this item again in a few minutes: RSA does not say how long it takes. Otherwise generate the report first.",
	},
	reportLimitReached: {
		inWords: ({ reason, retryAfter = 0, isOwnWait }) =>
			isOwnWait === true
				? `RSA refused the request: ${reason}, so the next one is possible in ${waitInWords(retryAfter)} at the latest`
				: `RSA refused the request: ${reason}, and asks to wait ${waitInWords(retryAfter)}`,
		state: 'notAttempted',
		advice: 'Run this item again after that time.',
		isByStatus: true,
	},
	unclear: {
		inWords: ({ reason }) => `${reason}`,
		state: 'unchanged',
		advice: `Check the Base URL of the credential. ${SAFE_TO_REPEAT}`,
	},
	unassignedWithPin: {
		inWords: ({ reason }) =>
			reason === undefined
				? 'it is unassigned and still has a PIN'
				: `RSA knows no user with ${reason}, and the hardware token is unassigned and still has a PIN`,
		state: 'unchanged',
		advice:
			"RSA can only clear the PIN of an assigned hardware token. Assign it to a user, clear the PIN, and unassign it again. In an offboarding, put 'Clear PIN' before 'Unassign'.",
	},
	tooManyRequests: {
		inWords: ({ retryAfter, isOwnWait }) => {
			if (retryAfter === undefined) return 'RSA refused the request because of too many requests';
			const longer = `${waitInWords(retryAfter)}, which is longer than the time that is left`;
			return isOwnWait === true
				? `RSA refused the request because of too many requests. It does not say how long to wait; the node would wait ${longer}`
				: `RSA is receiving too many requests and asks to wait ${longer}`;
		},
		state: 'notAttempted',
		advice: `Run this item again after that time, or increase the options 'Item Deadline (Seconds)' and 'Run Deadline (Seconds)'. ${SAFE_TO_REPEAT}`,
	},
	accessTokenDelayed: {
		inWords: ({ reason }) => `${reason}`,
		state: 'notAttempted',
		advice: `Run this item again later, or increase the options 'Item Deadline (Seconds)' and 'Run Deadline (Seconds)'. If this continues, check the Issuer URL of the credential, and the network and proxy of the machine that n8n runs on. ${SAFE_TO_REPEAT}`,
	},
	runDeadlineReached: {
		inWords: () => 'the time for the run was over before the request was sent',
		state: 'notAttempted',
		advice: `Run the items that were not attempted again, or increase the option 'Run Deadline (Seconds)'. ${SAFE_TO_REPEAT}`,
	},
	tooManyFailuresInARow: {
		inWords: () => "too many items in a row failed before this one (option 'Stop After Failures')",
		state: 'notAttempted',
		advice: `See why the items before this one failed, then run it again. ${SAFE_TO_REPEAT}`,
	},
	tooManyChanges: {
		inWords: () =>
			"the run has more changes than the option 'Max Changes' allows, so none was made",
		state: 'notAttempted',
		advice:
			"Check that the list contains the right users. If it does, split it or increase 'Max Changes'.",
	},
	changesNotCounted: {
		inWords: ({ reason }) =>
			`the changes of this run could not be counted for the option 'Max Changes': ${reason}`,
		state: 'notAttempted',
		advice: SAFE_TO_REPEAT,
	},
	stoppedAtFailure: {
		inWords: () => 'another item failed, and the node stops at the first failure',
		state: 'notAttempted',
		advice: SAFE_TO_REPEAT,
	},
	cancelled: {
		inWords: () => 'the execution was cancelled',
		state: 'notAttempted',
		advice: SAFE_TO_REPEAT,
	},
	serviceFailed: {
		inWords: ({ status }) => `RSA's service answered with HTTP ${status}`,
		state: 'unchangedWhenRead',
		advice: `${SAFE_TO_REPEAT} If this continues, ask RSA's support.`,
	},
	answerLost: {
		inWords: ({ reason }) => `${reason}`,
		state: 'unchangedWhenRead',
		advice: `${SAFE_TO_REPEAT} If this continues, check the network and proxy of the machine that n8n runs on.`,
	},
	notConfirmed: {
		inWords: ({ status, reason }) =>
			`${reason ?? 'RSA answered'} with HTTP ${status}, but did not confirm the change`,
		state: 'unchangedWhenRead',
		advice: `${SAFE_TO_REPEAT} If this continues, ask RSA's support.`,
	},
	stateUnknown: {
		inWords: ({ reason }) => `${reason}`,
		state: 'unknown',
		advice:
			"Look the hardware token up in RSA's Cloud Administration Console, or run this item again: a hardware token that is already in the requested state is not changed twice, and one of someone else is never changed.",
	},
	notVerified: {
		inWords: ({ reason }) => `RSA confirmed the change, but a look-up after it did not: ${reason}`,
		state: 'unknown',
		advice:
			"Look it up in RSA's Cloud Administration Console, or run this item again: what is already in the requested state stays in it.",
	},
	notDelivered: {
		inWords: ({ reason }) => `the request did not reach RSA: ${reason}`,
		state: 'unchanged',
		advice: `Check the Base URL of the credential, and the network, proxy and certificates of the machine that n8n runs on. ${SAFE_TO_REPEAT}`,
	},
	certificateRefused: {
		inWords: ({ reason }) => `n8n refused to send the request, since ${reason}`,
		state: 'unchanged',
		advice: 'Nothing was sent. Check the addresses in the credential.',
	},
	proxyRefused: {
		inWords: ({ status }) =>
			`the proxy between n8n and RSA requires a username and a password (HTTP ${status})`,
		state: 'unchanged',
		advice:
			"Nothing reached RSA. Add both to the proxy's address in n8n's environment variable HTTPS_PROXY (http://user:password@proxy:8080), then restart n8n.",
	},
	redirected: {
		inWords: ({ status }) => `the Base URL redirects to another address (HTTP ${status})`,
		state: 'unchanged',
		advice: `The access token was not sent on. Copy the Base URL from ${consolePage.apiAccess}.`,
	},
	notTheApi: {
		inWords: ({ status }) =>
			`something other than RSA's Cloud Administration API answers at the Base URL (HTTP ${status})`,
		state: 'unchanged',
		advice: `Copy the Base URL from ${consolePage.apiAccess}, and check whether a proxy answers in RSA's place.`,
	},
	unexpectedStatus: {
		inWords: ({ status }) => `RSA answered with HTTP ${status}, which it does not document`,
		state: 'unchangedWhenRead',
		advice: `${SAFE_TO_REPEAT} If this continues, ask RSA's support.`,
		isByStatus: true,
	},
} satisfies Readonly<Record<string, CauseRow>>;

/** The secret that a credential authenticates with, as its form calls it. */
function secretOf(authentication: Authentication | undefined): string {
	if (authentication === 'apiKey') return 'API Key File';
	return authentication === 'jwt' ? 'JSON Web Token' : "credential's access token";
}

function andClock(offBy: number | undefined): string {
	return offBy === undefined ? '' : `, and ${clockInWords(offBy)}`;
}

/** All causes. */
export const causes = Object.keys(causeTable) as Cause[];

function userInWords({ userId, userInWords: words = `the ID ${userId}` }: Names): string {
	return words;
}
