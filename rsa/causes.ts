import { consolePage, rights } from './administration';
import type { TokenTarget } from './change';
import type { Failure } from './failure';
import type { Authentication } from './reply';
import { clockInWords } from './signInFacts';

/** Why a change was not made, or is not known to be made. The words are the rows of {@link explanations}. */
export type Cause = keyof typeof explanations;

/** What is known of a hardware token or a user after a failure. */
export type Knowledge =
	'unchanged' | 'unchangedWhenRead' | 'leftAlone' | 'notAttempted' | 'absent' | 'unknown';

export interface Row {
	readonly cause: (facts: Failure & Partial<TokenTarget>) => string;
	/** Of the user, where the change is one of theirs. */
	readonly token: Knowledge;
	readonly advice: string;
}

const SAFE_TO_REPEAT = 'Running this item again is safe.';
const RENEW_ACCESS =
	'Test the credential. A pasted JSON Web Token lives one hour at most: make a new one. An API key or OAuth client may have been deleted or given a new key.';

/** One row a cause: what happened, what is known of the hardware token, and what to do about it. */
export const explanations = {
	invalidParameters: {
		cause: () => 'RSA rejected the serial number or the user ID as invalid',
		token: 'unchanged',
		advice:
			"Check both: the serial number as on the back of the hardware token, leading zeros included, and the user ID as RSA's user lookup returns it.",
	},
	accessIdUnknown: {
		cause: ({ authentication }) =>
			`RSA does not know the access ID in the ${signedInWith(authentication)}`,
		token: 'unchanged',
		advice: `Use an Administration API key that still exists in ${consolePage.apiKeys}.`,
	},
	audienceInvalid: {
		cause: ({ authentication }) =>
			`the ${signedInWith(authentication)} was made for another address than this one`,
		token: 'unchanged',
		advice:
			"The 'adminRestApiUrl' of the key file goes into a token to the letter, as its 'aud', and the Base URL must be of the same tenant. After RSA moved a tenant to its own address, the key must be made anew.",
	},
	accessTokenExpired: {
		cause: ({ clockOffBy }) =>
			`RSA says that the credential's access token is expired${andClock(clockOffBy)}`,
		token: 'unchanged',
		advice: RENEW_ACCESS,
	},
	accessTokenRefused: {
		cause: ({ clockOffBy }) =>
			`RSA does not accept the credential's access token${andClock(clockOffBy)}`,
		token: 'unchanged',
		advice: RENEW_ACCESS,
	},
	notAllowed: {
		cause: () => 'RSA says that this credential is not allowed to do this',
		token: 'unchanged',
		advice: rights.changeHardwareTokens,
	},
	userUnknown: {
		cause: ({ userId }) => `RSA knows no user with the ID ${userId}`,
		token: 'unchanged',
		advice:
			"The hardware token itself exists. Check the user ID: it is the 'id' that RSA's user lookup returns, and it is gone once the user is deleted.",
	},
	hardwareTokenUnknown: {
		cause: () => 'RSA knows no hardware token with this serial number',
		token: 'absent',
		advice:
			'Compare the serial number with the back of the hardware token, leading zeros included. If its record was deleted, nothing is left to do.',
	},
	userOrHardwareTokenUnknown: {
		cause: ({ reason }) =>
			reason === undefined
				? 'RSA knows either no such user or no such hardware token'
				: `RSA knows either no such user or no such hardware token, and a look-up does not tell which: ${reason}`,
		token: 'unchanged',
		advice: 'Check the user ID, the serial number, and the Base URL of the credential.',
	},
	conflict: {
		cause: () => 'RSA sees a conflict, which a look-up of the hardware token does not explain',
		token: 'unchanged',
		advice: `Look at the hardware token in RSA's Cloud Administration Console. ${SAFE_TO_REPEAT}`,
	},
	conflictUnexplained: {
		cause: ({ reason }) =>
			`RSA says that it is not assigned to this user. Whether it is nobody's or somebody else's could not be read: ${reason}`,
		token: 'unchanged',
		advice: "Look the hardware token up in RSA's Cloud Administration Console.",
	},
	assignedToSomebodyElse: {
		cause: ({ userId }) => `it is assigned to another user than ${userId}`,
		token: 'leftAlone',
		advice:
			'A change would hit a person whom this item does not name. Find out which is wrong, the serial number or the user, before anybody acts on this hardware token.',
	},
	unassigned: {
		cause: () => 'it is assigned to nobody',
		token: 'unchanged',
		advice:
			'RSA changes the status and the name of assigned hardware tokens only. Assign it to the user first, or leave the item out.',
	},
	nameDiffers: {
		cause: () => 'it is assigned to this user, but with a different name',
		// The cause itself says how the hardware token is.
		token: 'absent',
		advice:
			"Use the operation 'Rename' for the name, or remove the option 'Name' if any name will do.",
	},
	stillAssigned: {
		cause: () => 'it is still assigned to a user',
		token: 'leftAlone',
		advice:
			"Deleting the record would take it from its user at once. Put 'Unassign' before 'Delete', or check the serial number.",
	},
	lookUpFailed: {
		cause: ({ reason }) => `it has to be looked up first, which failed: ${reason}`,
		token: 'leftAlone',
		advice: SAFE_TO_REPEAT,
	},
	userNotFound: {
		cause: ({ reason }) => `RSA knows no user with ${reason}`,
		token: 'leftAlone',
		advice:
			"Compare it with RSA's Cloud Administration Console. Users who are so far in the identity source only are not found.",
	},
	userLookUpFailed: {
		cause: ({ reason }) => `the user could not be looked up: ${reason}`,
		token: 'leftAlone',
		advice: SAFE_TO_REPEAT,
	},
	userConflict: {
		cause: ({ reason }) => `${reason}`,
		token: 'unchanged',
		advice: "Look at the user in RSA's Cloud Administration Console.",
	},
	managedOverScim: {
		cause: () => 'the user belongs to an identity source that is managed over SCIM',
		token: 'unchanged',
		advice: 'RSA leaves such users to that source: make the change there.',
	},
	invalidUserRequest: {
		cause: () => 'RSA rejected the request as invalid',
		token: 'unchanged',
		advice: 'Check how the item names the user.',
	},
	userStateUnknown: {
		cause: ({ reason }) => `${reason}`,
		token: 'unknown',
		advice:
			"Look the user up in RSA's Cloud Administration Console, or run this item again: a user in the asked state stays in it.",
	},
	unclear: {
		cause: ({ reason }) => `${reason}`,
		token: 'unchanged',
		advice: `Check the Base URL of the credential. ${SAFE_TO_REPEAT}`,
	},
	unassignedWithPin: {
		cause: () => 'it is assigned to nobody and still has a PIN',
		token: 'unchanged',
		advice:
			"RSA clears a PIN only while the hardware token is assigned. Assign it to a user, clear the PIN, and unassign it again. In an offboarding, put 'Clear PIN' before 'Unassign'.",
	},
	tooManyRequests: {
		cause: ({ retryAfter }) =>
			retryAfter === undefined
				? 'RSA is receiving too many requests'
				: `RSA is receiving too many requests and asks to wait ${inSeconds(retryAfter)} s, longer than this item or the run may take`,
		token: 'notAttempted',
		advice: `Run it again when that time is over, or give the options 'Item Deadline' and 'Run Deadline' more time. ${SAFE_TO_REPEAT}`,
	},
	accessTokenDelayed: {
		cause: ({ reason }) => `${reason}`,
		token: 'notAttempted',
		advice: `Run it again later, or give the options 'Item Deadline' and 'Run Deadline' more time. If it goes on, check the Issuer URL of the credential, and the network and proxy of the machine that n8n runs on. ${SAFE_TO_REPEAT}`,
	},
	runDeadlineReached: {
		cause: () => 'the run had reached its deadline before this item was begun',
		token: 'notAttempted',
		advice: `Run the items again that were not attempted, or give the option 'Run Deadline' more time. ${SAFE_TO_REPEAT}`,
	},
	tooManyFailuresInARow: {
		cause: () =>
			"as many items in a row as the option 'Stop After Failures' allows failed before it",
		token: 'notAttempted',
		advice: `See why the items before it failed, then run it again. ${SAFE_TO_REPEAT}`,
	},
	tooManyChanges: {
		cause: () => "the run has more changes than the option 'Max Changes' allows, so none was made",
		token: 'notAttempted',
		advice:
			"Check that the list holds whom it should. If it does, split it, or raise 'Max Changes'.",
	},
	changesNotCounted: {
		cause: ({ reason }) =>
			`the changes of this run could not be counted, which the option 'Max Changes' needs: ${reason}`,
		token: 'notAttempted',
		advice: SAFE_TO_REPEAT,
	},
	stoppedAtFailure: {
		cause: () => 'the node stops at the first item that fails, and one did',
		token: 'notAttempted',
		advice: SAFE_TO_REPEAT,
	},
	cancelled: {
		cause: () => 'the execution was cancelled',
		token: 'notAttempted',
		advice: SAFE_TO_REPEAT,
	},
	serviceFailed: {
		cause: ({ status }) => `RSA's service answered with HTTP ${status}`,
		token: 'unchangedWhenRead',
		advice: `${SAFE_TO_REPEAT} If it goes on, ask RSA's support.`,
	},
	answerLost: {
		cause: ({ reason }) => `${reason}`,
		token: 'unchangedWhenRead',
		advice: `${SAFE_TO_REPEAT} If it goes on, check the network and proxy of the machine that n8n runs on.`,
	},
	notConfirmed: {
		cause: ({ status, reason }) =>
			`${reason ?? 'RSA answered'} with HTTP ${status}, but did not confirm the change`,
		token: 'unchangedWhenRead',
		advice: `${SAFE_TO_REPEAT} If it goes on, ask RSA's support.`,
	},
	stateUnknown: {
		cause: ({ reason }) => `${reason}`,
		token: 'unknown',
		advice:
			"Look the hardware token up in RSA's Cloud Administration Console, or run this item again: a hardware token in the asked state is not changed twice, and somebody else's is never touched.",
	},
	notVerified: {
		cause: ({ reason }) =>
			`RSA said that it was, but the read after it did not bear that out: ${reason}`,
		token: 'unknown',
		advice:
			"Look the hardware token up in RSA's Cloud Administration Console, or run this item again: a hardware token in the asked state is not changed twice.",
	},
	notDelivered: {
		cause: ({ reason }) => `the request did not reach RSA, ${reason}`,
		token: 'unchanged',
		advice: `Check the Base URL of the credential, and the network, proxy and certificates of the machine that n8n runs on. ${SAFE_TO_REPEAT}`,
	},
	certificateRefused: {
		cause: ({ reason }) => `n8n refused to send the request, since ${reason}`,
		token: 'unchanged',
		advice: 'Nothing was sent. Check the addresses in the credential.',
	},
	proxyRefused: {
		cause: ({ status }) =>
			`the proxy between n8n and RSA asks for a user name and a password (HTTP ${status})`,
		token: 'unchanged',
		advice:
			'Nothing got through to RSA. Put both into the address of the proxy in the environment variable HTTPS_PROXY of n8n (http://user:password@proxy:8080), and restart n8n.',
	},
	redirected: {
		cause: ({ status }) => `the Base URL redirects to another address (HTTP ${status})`,
		token: 'unchanged',
		advice: `The access token was not sent on. Copy the Base URL from ${consolePage.apiAccess}.`,
	},
	notTheApi: {
		cause: ({ status }) =>
			`something else than RSA's Cloud Administration API answers at the Base URL (HTTP ${status})`,
		token: 'unchanged',
		advice: `Copy the Base URL from ${consolePage.apiAccess}, and check whether a proxy answers in RSA's place.`,
	},
	unexpectedStatus: {
		cause: ({ status }) => `RSA answered with HTTP ${status}, which it does not document`,
		token: 'unchanged',
		advice: `${SAFE_TO_REPEAT} If it goes on, ask RSA's support.`,
	},
} satisfies Readonly<Record<string, Row>>;

/** What a credential signs in with, as its form calls it. */
function signedInWith(authentication: Authentication | undefined): string {
	if (authentication === 'apiKey') return 'API Key File';
	return authentication === 'jwt' ? 'JSON Web Token' : "credential's access token";
}

function andClock(offBy: number | undefined): string {
	return offBy === undefined ? '' : `, and ${clockInWords(offBy)}`;
}

/** All causes there are. */
export const causes = Object.keys(explanations) as Cause[];

/** @param milliseconds rounded up, so that who comes back then is not early */
function inSeconds(milliseconds: number): number {
	return Math.ceil(milliseconds / 1000);
}
