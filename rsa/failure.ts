import type { Change, Target } from './change';

/** Why a change was not made, or is not known to be made. The words are the rows of {@link explanations}. */
export type Cause = keyof typeof explanations;

/** What is known of a change that ended without its state being reached. */
export interface Failure {
	readonly cause: Cause;
	/** HTTP status of RSA's answer to the change, where one came. */
	readonly status?: number | undefined;
	/** What RSA's answer said in words. */
	readonly said?: string | undefined;
	/** Why the request or the read after it got no usable answer. */
	readonly reason?: string | undefined;
	/** The error code of Node or axios, where no answer came. */
	readonly networkCode?: string | undefined;
	/** ms that RSA asks to wait. */
	readonly retryAfter?: number | undefined;
}

/** A failure in an operator's words. */
export interface Explanation {
	/** What happened and to which token, in one sentence without its period. */
	readonly message: string;
	/** What it means for the token, and what to do next. */
	readonly nextStep: string;
}

interface Row {
	/** `unknown` where the token may have been changed. */
	readonly token?: 'unknown';
	readonly cause: (facts: Failure & Partial<Target>) => string;
	readonly nextStep: string;
}

const UNCHANGED = 'The token is as it was';
const SAFE_TO_REPEAT = 'Running this item again is safe.';
const MAKE_A_NEW_TOKEN =
	'Nothing was changed. Make a new JSON Web Token with your Administration API key and paste it into the credential.';

/** One row a cause. Nothing here depends on n8n. */
const explanations = {
	invalidParameters: {
		cause: () => 'RSA takes the serial number or the user ID for invalid',
		nextStep: `${UNCHANGED}. Check both: the serial number as on the back of the token, leading zeros included, and the user ID as RSA's user lookup returns it.`,
	},
	accessIdUnknown: {
		cause: () => 'RSA does not know the access ID in the JSON Web Token',
		nextStep:
			'Nothing was changed. Make the token with an Administration API key that still exists (Cloud Administration Console: Platform > API Access Management).',
	},
	audienceInvalid: {
		cause: () => 'the JSON Web Token was made for another address than this one',
		nextStep:
			"Nothing was changed. The token's 'aud' must be the 'adminRestApiUrl' of the key file to the letter, and the Base URL must be of the same tenant. After RSA moved a tenant to its own address, the key must be made anew.",
	},
	accessTokenExpired: {
		cause: () => 'RSA says that the JSON Web Token is expired',
		nextStep: MAKE_A_NEW_TOKEN,
	},
	accessTokenRefused: {
		cause: () => 'RSA does not accept the JSON Web Token',
		nextStep: MAKE_A_NEW_TOKEN,
	},
	notAllowed: {
		cause: () => 'RSA says that this credential may not do it',
		nextStep: `${UNCHANGED}. The Administration API key needs the role Help Desk Administrator or Super Administrator; an OAuth client needs the scope rsa.authenticator.sidtoken.manage.`,
	},
	userUnknown: {
		cause: ({ userId }) => `RSA knows no user with the ID ${userId}`,
		nextStep: `The token itself exists and is as it was. Check the user ID: it is the 'id' that RSA's user lookup returns, and it is gone once the user is deleted.`,
	},
	hardwareTokenUnknown: {
		cause: () => 'RSA knows no hardware token with this serial number',
		nextStep:
			'Compare the serial number with the back of the token, leading zeros included. If its record was deleted, nothing is left to do.',
	},
	userOrHardwareTokenUnknown: {
		cause: ({ reason }) =>
			`RSA knows either no such user or no such hardware token, and which of the two could not be read: ${reason}`,
		nextStep: 'Nothing was changed. Check both the user ID and the serial number.',
	},
	conflict: {
		cause: () => 'RSA sees a conflict, although the token is assigned to this user',
		nextStep: `${UNCHANGED}. Look at the token in the Cloud Administration Console. ${SAFE_TO_REPEAT}`,
	},
	conflictUnexplained: {
		cause: ({ reason }) =>
			`RSA says that it is not assigned to this user. Whether it is nobody's or somebody else's could not be read: ${reason}`,
		nextStep: `${UNCHANGED}. Look the token up in the Cloud Administration Console.`,
	},
	assignedToSomebodyElse: {
		cause: ({ userId }) => `it is assigned to another user than ${userId}`,
		nextStep:
			'The token was left alone: a change would hit a person that this item does not name. Find out which is wrong, the serial number or the user, before anybody acts on this token.',
	},
	unassignedWithPin: {
		cause: () => 'it is assigned to nobody and still has a PIN',
		nextStep:
			"RSA clears a PIN only while the token is assigned. To clear it, assign the token to a user, clear the PIN, and unassign it again. In an offboarding, put 'Clear PIN' before 'Unassign'.",
	},
	tooManyRequests: {
		cause: ({ retryAfter }) =>
			retryAfter === undefined
				? 'RSA receives too many requests'
				: `RSA receives too many requests and asks to wait ${Math.ceil(retryAfter / 1000)} s`,
		nextStep: `${UNCHANGED}. Run this item again after a while. ${SAFE_TO_REPEAT}`,
	},
	serviceFailed: {
		cause: ({ status }) => `RSA's service answered with HTTP ${status}`,
		nextStep: `The token was read back and is as it was. ${SAFE_TO_REPEAT} If it goes on, ask RSA's support.`,
	},
	answerLost: {
		cause: ({ reason }) => `${reason}`,
		nextStep: `The token was read back and is as it was. ${SAFE_TO_REPEAT}`,
	},
	notConfirmed: {
		cause: () => 'RSA answered that all is well, but the token is not in the asked state',
		nextStep: `The token was read back and is as it was. ${SAFE_TO_REPEAT} If it goes on, ask RSA's support.`,
	},
	stateUnknown: {
		token: 'unknown',
		cause: ({ reason }) => `${reason}`,
		nextStep: `Look the token up in the Cloud Administration Console, or run this item again: a token in the asked state is not changed twice, and somebody else's is never touched.`,
	},
	notDelivered: {
		cause: ({ reason }) => `the request did not reach RSA, ${reason}`,
		nextStep: `${UNCHANGED}. Check the Base URL of the credential, and the network, proxy and certificates of the machine that n8n runs on. ${SAFE_TO_REPEAT}`,
	},
	redirected: {
		cause: ({ status }) => `the Base URL leads elsewhere (HTTP ${status})`,
		nextStep:
			"Nothing was changed, and the token was not sent on. Copy the Base URL from RSA's Cloud Administration Console (Platform > API Access Management).",
	},
	notTheApi: {
		cause: ({ status }) =>
			`the Base URL leads to something else than RSA's Cloud Administration API, which answered with HTTP ${status}`,
		nextStep:
			"Nothing was changed. Copy the Base URL from RSA's Cloud Administration Console (Platform > API Access Management), and check whether a proxy answers in RSA's place.",
	},
	unexpectedStatus: {
		cause: ({ status }) => `RSA answered with HTTP ${status}, which it does not document`,
		nextStep: `Look the token up in the Cloud Administration Console. ${SAFE_TO_REPEAT}`,
	},
} satisfies Readonly<Record<string, Row>>;

/** All causes there are. */
export const causes = Object.keys(explanations) as Cause[];

/** Why, as a sentence without capital and period. */
export function causeInWords(failure: Failure, target: Partial<Target> = {}): string {
	const row: Row = explanations[failure.cause];
	return row.cause({ ...failure, ...target });
}

/**
 * What to tell an operator: what happened to which token, what it means for it, what to do next, and
 * RSA's own words behind it where they are no misprint.
 */
export function explain(change: Change, target: Target, failure: Failure): Explanation {
	const row: Row = explanations[failure.cause];
	const what = row.token === 'unknown' ? change.unknown(target) : change.notDone(target);
	const said = failure.said !== undefined && !change.misleadingText?.test(failure.said);
	return {
		message: `${what}: ${causeInWords(failure, target)}`,
		nextStep: said ? `${row.nextStep} RSA's answer: "${failure.said}"` : row.nextStep,
	};
}
