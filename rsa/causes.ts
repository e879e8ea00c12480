import { consolePage, rights } from './administration';
import type { TokenTarget } from './change';
import type { Failure } from './failure';
import type { Authentication } from './reply';
import { LONGEST_WAIT } from './retryAfter';
import { clockInWords } from './signInFacts';

/** Why a change was not made, or is not known to be made. The words are the rows of {@link explanations}. */
export type Cause = keyof typeof explanations;

/** What is known of a hardware token or a user after a failure. */
export type Knowledge =
	'unchanged' | 'unchangedWhenRead' | 'leftAlone' | 'notAttempted' | 'absent' | 'unknown';

/** What the words of a row may speak of: the failure, and the user and hardware token of the item. */
interface Facts extends Failure, Partial<TokenTarget> {
	/** The user as the item names them, such as "the email address ada@example.com". */
	readonly userInWords?: string;
	/** What the item holds to name the user. */
	readonly userAsEntered?: string;
}

export interface Row {
	readonly cause: (facts: Facts) => string;
	/** Of the user, where the change is one of theirs. */
	readonly token: Knowledge;
	readonly advice: string;
	/** Whether the status alone tells it, so that it may not be RSA's where a page came in place of RSA's words. */
	readonly isByStatus?: boolean;
}

const SAFE_TO_REPEAT = 'Running this item again is safe.';
const RENEW_ACCESS =
	'Test the credential. A pasted JSON Web Token lives one hour at most: make a new one. An API key or OAuth client may have been deleted or given a new key.';

const OUT_OF_THE_CIRCLE =
	"RSA takes a hardware token only from a user whom it knows. If the user was marked as deleted less than seven days ago, 'Restore' the user, then unassign the hardware token. Otherwise unassign or delete it in RSA's Cloud Administration Console, or ask RSA's support.";

/** One row a cause: what happened, what is known of the hardware token, and what to do about it. */
export const explanations = {
	invalidParameters: {
		cause: () => 'RSA rejected the serial number or the user ID as invalid',
		token: 'unchanged',
		advice:
			"Check both: the serial number as on the back of the hardware token, leading zeros included, and the user ID as RSA's user lookup returns it.",
		isByStatus: true,
	},
	accessIdUnknown: {
		cause: ({ authentication }) =>
			`RSA does not know the access ID in the ${signedInWith(authentication)}`,
		token: 'unchanged',
		advice: `Use an Administration API key that still exists in ${consolePage.apiKeys}.`,
	},
	audienceInvalid: {
		cause: ({ authentication }) =>
			`the ${signedInWith(authentication)} was made for a different address`,
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
		isByStatus: true,
	},
	notAllowed: {
		cause: () => 'RSA says that this credential is not allowed to do this',
		token: 'unchanged',
		advice: rights.changeHardwareTokens,
		isByStatus: true,
	},
	userUnknown: {
		cause: (facts) => `RSA knows no user with ${userInWords(facts)}`,
		token: 'unchanged',
		advice:
			"The hardware token itself exists. Check how the item names the user: an ID is the 'id' that RSA's user lookup returns, and it is gone once the user is deleted.",
	},
	ownerUnknown: {
		cause: (facts) =>
			`RSA still shows it as assigned to the user with ${userInWords(facts)}, but does not seem to know that user any more`,
		token: 'unchanged',
		advice: OUT_OF_THE_CIRCLE,
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
		advice: 'Check the user, the serial number, and the Base URL of the credential.',
	},
	conflict: {
		cause: () => 'RSA sees a conflict, which a look-up of the hardware token does not explain',
		token: 'unchanged',
		advice: `Look at the hardware token in RSA's Cloud Administration Console. ${SAFE_TO_REPEAT}`,
		isByStatus: true,
	},
	conflictUnexplained: {
		cause: ({ reason }) =>
			`RSA says that it is not assigned to this user. Could not determine whether it is unassigned or assigned to someone else: ${reason}`,
		token: 'unchanged',
		advice: "Look the hardware token up in RSA's Cloud Administration Console.",
	},
	assignedToSomebodyElse: {
		cause: ({ userId, userAsEntered = userId }) =>
			`it is not assigned to ${userAsEntered} but to someone else`,
		token: 'leftAlone',
		advice: 'Check the serial number and the user of this item: one of them is wrong.',
	},
	unassigned: {
		cause: () => 'it is unassigned',
		token: 'unchanged',
		advice:
			'RSA can only change the status and the name of assigned hardware tokens. Assign it to the user first, or leave the item out.',
	},
	nameDiffers: {
		cause: () => 'it is assigned to this user, but with a different name',
		token: 'unchanged',
		advice:
			"Use the operation 'Rename' for the name, or remove the option 'Name' if any name will do.",
	},
	stillAssigned: {
		cause: () => 'it is still assigned to a user',
		token: 'leftAlone',
		advice: `Deleting the record would take it from its user. Put 'Unassign' before 'Delete', or check the serial number. If Unassign fails because RSA does not know its user any more: ${OUT_OF_THE_CIRCLE}`,
	},
	lookUpFailed: {
		cause: ({ reason }) => `the look-up before the change failed: ${reason}`,
		token: 'leftAlone',
		advice: SAFE_TO_REPEAT,
	},
	userNotFound: {
		cause: ({ reason }) => `RSA knows no user with ${reason}`,
		token: 'leftAlone',
		advice:
			"Check the spelling in RSA's Cloud Administration Console. Users who have not been synchronized from the identity source yet are not found.",
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
		isByStatus: true,
	},
	managedOverScim: {
		cause: () => 'the user belongs to an identity source that is managed over SCIM',
		token: 'unchanged',
		advice: 'RSA leaves such users to that source: make the change there.',
		isByStatus: true,
	},
	invalidUserRequest: {
		cause: () => 'RSA rejected the request as invalid',
		token: 'unchanged',
		advice: 'Check how the item names the user.',
		isByStatus: true,
	},
	userStateUnknown: {
		cause: ({ reason }) => `${reason}`,
		token: 'unknown',
		advice:
			"Look the user up in RSA's Cloud Administration Console, or run this item again: a user who is already in the requested state stays in it.",
	},
	unclear: {
		cause: ({ reason }) => `${reason}`,
		token: 'unchanged',
		advice: `Check the Base URL of the credential. ${SAFE_TO_REPEAT}`,
	},
	unassignedWithPin: {
		cause: ({ reason }) =>
			reason === undefined
				? 'it is unassigned and still has a PIN'
				: `RSA knows no user with ${reason}, and the hardware token is unassigned and still has a PIN`,
		token: 'unchanged',
		advice:
			"RSA can only clear the PIN of an assigned hardware token. Assign it to a user, clear the PIN, and unassign it again. In an offboarding, put 'Clear PIN' before 'Unassign'.",
	},
	tooManyRequests: {
		cause: ({ retryAfter, isOwnWait }) => {
			if (retryAfter === undefined) return 'RSA refused the request because of too many requests';
			const longer = `${inTime(retryAfter)}, longer than this item or the run may take`;
			return isOwnWait === true
				? `RSA refused the request because of too many requests, and the node waits ${longer}, since RSA does not say how long`
				: `RSA is receiving too many requests and asks to wait ${longer}`;
		},
		token: 'notAttempted',
		advice: `Run it again when that time is over, or give the options 'Item Deadline' and 'Run Deadline' more time. ${SAFE_TO_REPEAT}`,
	},
	accessTokenDelayed: {
		cause: ({ reason }) => `${reason}`,
		token: 'notAttempted',
		advice: `Run it again later, or give the options 'Item Deadline' and 'Run Deadline' more time. If it goes on, check the Issuer URL of the credential, and the network and proxy of the machine that n8n runs on. ${SAFE_TO_REPEAT}`,
	},
	runDeadlineReached: {
		cause: () => 'the run reached its deadline before this item was started',
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
			"Check that the list holds the right people. If it does, split it, or raise 'Max Changes'.",
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
			"Look the hardware token up in RSA's Cloud Administration Console, or run this item again: a hardware token that is already in the requested state is not changed twice, and someone else's is never touched.",
	},
	notVerified: {
		cause: ({ reason }) =>
			`RSA said that it was, but reading the token back did not confirm it: ${reason}`,
		token: 'unknown',
		advice:
			"Look the hardware token up in RSA's Cloud Administration Console, or run this item again: a hardware token that is already in the requested state is not changed twice.",
	},
	notDelivered: {
		cause: ({ reason }) => `the request did not reach RSA: ${reason}`,
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
			`something other than RSA's Cloud Administration API answers at the Base URL (HTTP ${status})`,
		token: 'unchanged',
		advice: `Copy the Base URL from ${consolePage.apiAccess}, and check whether a proxy answers in RSA's place.`,
	},
	unexpectedStatus: {
		cause: ({ status }) => `RSA answered with HTTP ${status}, which it does not document`,
		token: 'unchangedWhenRead',
		advice: `${SAFE_TO_REPEAT} If it goes on, ask RSA's support.`,
		isByStatus: true,
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

/** ms. Of the longest wait, what is left is told, which is somewhat less. */
const A_DAY = 24 * 3_600_000;

function userInWords({ userId, userInWords: words = `the ID ${userId}` }: Facts): string {
	return words;
}

/** @param milliseconds rounded up, so that who comes back then is not early */
function inTime(milliseconds: number): string {
	const isLongest = milliseconds > LONGEST_WAIT - A_DAY;
	return isLongest ? 'a year or longer' : `${Math.ceil(milliseconds / 1000)} s`;
}
