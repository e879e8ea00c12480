import { permissionForItem } from './permissions';
import type { Authentication } from '../http/response';
import { causeTable, type Cause, type CauseRow, type KnownState, type Names } from './causes';

/** What is known of a change that ended without its state being reached. */
export interface Failure {
	readonly cause: Cause;
	/** HTTP status of RSA's answer to the change, where one came. */
	readonly status?: number | undefined;
	/** What RSA's answer said in words, where it may be passed on. */
	readonly serverMessage?: string | undefined;
	/** Whether a page came in place of RSA's words: a proxy's or a firewall's, if not RSA's own. */
	readonly isPage?: boolean | undefined;
	/** Why the request or the read after it got no usable answer. */
	readonly reason?: string | undefined;
	/** The error code of Node or axios, where no answer came. */
	readonly networkCode?: string | undefined;
	/** What to do about it, where that depends on what failed. */
	readonly advice?: string | undefined;
	/** How the request was signed in, where that is known. */
	readonly authentication?: Authentication | undefined;
	/** s that the clock of this machine is ahead of the server's, where that is too much. */
	readonly clockOffBy?: number | undefined;
	/** ms to wait until RSA takes requests again. */
	readonly retryAfter?: number | undefined;
	/** Whether that wait is the run's own, since RSA did not say how long. */
	readonly isOwnWait?: boolean | undefined;
	/** How many requests of the change were sent. */
	readonly attempts?: number | undefined;
	/** Whether one of the tries may be carried out yet, though a read showed that it was not. */
	readonly mayHaveBeenApplied?: boolean;
}

/** A failure in an operator's words. */
export interface ErrorText {
	/** What happened and to which token, in one sentence without its period. */
	readonly message: string;
	/** What it means for the token, and what to do next. */
	readonly nextStep: string;
}

/** What a failure is about. */
export type Subject = 'hardwareToken' | 'hardwareTokens' | 'hardwareTokenWithoutPin' | 'user';

const states: Readonly<Record<Subject, Readonly<Record<KnownState, string>>>> = {
	hardwareToken: {
		unchanged: 'The hardware token is as it was. ',
		unchangedWhenRead:
			'The hardware token was read back at once and was as before; RSA may still be working on the request. ',
		leftAlone: 'The hardware token was not changed. ',
		notAttempted: 'Nothing was done to the hardware token. ',
		absent: '',
		unknown: '',
	},
	// One whose PIN was cleared by the same item, before what failed.
	hardwareTokenWithoutPin: {
		unchanged: 'Apart from its PIN, the hardware token is as it was. ',
		unchangedWhenRead:
			'The hardware token was read back at once and was still assigned; RSA may still be working on the request. ',
		leftAlone: 'Apart from its PIN, the hardware token was not changed. ',
		notAttempted: 'Apart from its PIN, nothing was done to the hardware token. ',
		absent: '',
		unknown: '',
	},
	hardwareTokens: {
		unchanged: "The user's hardware tokens are as they were. ",
		unchangedWhenRead: '',
		leftAlone: "The user's hardware tokens were not changed. ",
		notAttempted: "Nothing was done to the user's hardware tokens. ",
		absent: '',
		unknown: '',
	},
	user: {
		unchanged: 'The user is as before. ',
		unchangedWhenRead:
			'The user was looked up at once and was as before; RSA may still be working on the request. ',
		leftAlone: 'The user was not changed. ',
		notAttempted: 'Nothing was done to the user. ',
		absent: '',
		unknown: '',
	},
};

/** What a failure ended, in the words of its explanation. */
export interface Wording {
	/** What did not happen, as the beginning of a sentence. */
	readonly notDone: string;
	/** That it is open whether it happened; a look-up leaves nothing open. */
	readonly unknown?: string;
	/** What the credential must be allowed to do. */
	readonly permission: string;
	/** What it is about, a hardware token if nothing is said. A read can have changed neither. */
	readonly subject?: Subject | 'read';
}

const PAGE_ADVICE =
	"If it was not RSA that answered, a proxy or firewall did: check the Base URL of the credential, and what stands between n8n and RSA's host.";

function mayBeFromProxy({ cause, isPage }: Failure): boolean {
	const { isByStatus }: CauseRow = causeTable[cause];
	return isPage === true && isByStatus === true;
}

/** Why, as a sentence without capital and period. */
export function causeInWords(failure: Failure, names: Names = {}): string {
	const words = causeTable[failure.cause].inWords({ ...failure, ...names });
	return mayBeFromProxy(failure)
		? `${words}, or something in front of RSA does: a web page came in place of RSA's words (HTTP ${failure.status})`
		: words;
}

/** What to do about a cause, whatever it was that failed. */
export function adviceFor(cause: Cause): string {
	return causeTable[cause].advice;
}

/**
 * What to do about a failure.
 *
 * @param right what the credential must be allowed to do, where the failure does not say
 */
export function adviceOf(failure: Failure, right?: string): string {
	const missing = failure.cause === 'notAllowed' ? right : undefined;
	const advice = failure.advice ?? missing ?? adviceFor(failure.cause);
	return mayBeFromProxy(failure) ? `${advice} ${PAGE_ADVICE}` : advice;
}

/** Whether nothing was done for the item at all, which another run may do. */
export function isNotAttempted(cause: Cause): boolean {
	return causeTable[cause].state === 'notAttempted';
}

/** Whether nothing was done, also not by an earlier step of the same item. */
export function isWithoutEffect({ subject }: Wording, cause: Cause): boolean {
	return isNotAttempted(cause) && subject !== 'hardwareTokenWithoutPin';
}

/** What to tell an operator: what happened to which token, what it means for it, and what to do next. */
export function errorText(wording: Wording, failure: Failure, names: Names = {}): ErrorText {
	const { notDone, unknown = notDone, permission, subject = 'hardwareToken' } = wording;
	const { state: known }: CauseRow = causeTable[failure.cause];
	const what = known === 'unknown' ? unknown : notDone;
	const state = known === 'unchanged' && failure.mayHaveBeenApplied ? 'unchangedWhenRead' : known;
	return {
		message: `${what}: ${causeInWords(failure, names)}`,
		nextStep: [
			subject === 'read' ? '' : states[subject][state],
			tried(failure),
			adviceOf(failure, permissionForItem(permission, failure.authentication)),
			quote(failure),
		].join(''),
	};
}

/** What is known where a change was not sent, unless an earlier try was. */
export function stateInWords(
	{ subject = 'hardwareToken' }: Wording,
	mayHaveBeenApplied: boolean,
): string {
	if (subject === 'read') return '';
	return states[subject][mayHaveBeenApplied ? 'unchangedWhenRead' : 'unchanged'];
}

function tried({ attempts = 0 }: Failure): string {
	return attempts > 1 ? `The request was sent ${attempts} times. ` : '';
}

function quote({ serverMessage }: Failure): string {
	return serverMessage === undefined ? '' : ` RSA's answer: "${serverMessage}"`;
}
