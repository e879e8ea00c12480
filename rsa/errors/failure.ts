import {
	causeTable,
	SAFE_TO_REPEAT,
	type Cause,
	type CauseRow,
	type FailureFacts,
	type Names,
} from './errorTexts';
import { permissionForItem } from './permissions';
import { unchangedTexts, type Subject } from './unchangedTexts';

/** What is known of a change or look-up that failed. */
export interface Failure extends FailureFacts {
	readonly cause: Cause;
	/** Message in RSA's response, if it may be shown. */
	readonly serverMessage?: string | undefined;
	/** Whether a web page came in place of RSA's JSON, from a proxy, a firewall or RSA. */
	readonly isPage?: boolean | undefined;
	/** The error code of Node or axios, if no response came. */
	readonly networkCode?: string | undefined;
	/** What to do about it, if that depends on more than the cause. */
	readonly advice?: string | undefined;
	/** Number of requests that were sent for the change. */
	readonly attempts?: number | undefined;
	/** Whether RSA may still apply one of the attempts, though a look-up showed that it had not. */
	readonly mayHaveBeenApplied?: boolean;
	/** Whether the cause itself says which state a look-up showed: the error text then has no sentence about the state. */
	readonly isStateShown?: boolean;
}

/** The error that a user reads. */
export interface ErrorText {
	/** What happened to which token: one sentence without its period. */
	readonly message: string;
	/** The known state, and what to do next. */
	readonly nextStep: string;
}

/** The parts of an error text that depend on the operation. */
export interface Wording {
	/** What did not happen, as the beginning of a sentence. */
	readonly notDone: string;
	/** The same if it may have happened; undefined for a look-up. */
	readonly unknown?: string;
	/** The permission that the credential needs: a row of `permissions`. */
	readonly permission: string;
	/** `hardwareToken` if undefined. `read` is a look-up, which changes nothing. */
	readonly subject?: Subject | 'read';
}

const PAGE_ADVICE =
	"If the response came from a proxy or firewall, check the Base URL of the credential, and what is between n8n and RSA's host.";

function mayBeFromProxy({ cause, isPage }: Failure): boolean {
	const { isByStatus }: CauseRow = causeTable[cause];
	return isPage === true && isByStatus === true;
}

/** The cause, as a sentence without capital and period. */
export function causeInWords(failure: Failure, names: Names = {}): string {
	const words = causeTable[failure.cause].inWords({ ...failure, ...names });
	return mayBeFromProxy(failure)
		? `${words}, unless the response came from a proxy or firewall: it is a web page (HTTP ${failure.status})`
		: words;
}

/** What to do about a cause, whatever operation failed. */
export function adviceFor(cause: Cause): string {
	return causeTable[cause].advice;
}

/**
 * What to do about a failure.
 *
 * @param permission advice for `notAllowed` if the failure has none of its own
 */
export function adviceOf(failure: Failure, permission?: string): string {
	const missing = failure.cause === 'notAllowed' ? permission : undefined;
	const advice = failure.advice ?? missing ?? adviceFor(failure.cause);
	return mayBeFromProxy(failure) ? `${advice} ${PAGE_ADVICE}` : advice;
}

/** A failure that takes the place of another one, with the advice that the other one has because it may be a proxy's. */
export function inPlaceOf(replaced: Failure, failure: Failure): Failure {
	if (!mayBeFromProxy(replaced) || mayBeFromProxy(failure)) return failure;
	return { ...failure, advice: `${adviceOf(failure)} ${PAGE_ADVICE}` };
}

/**
 * Advice for somebody who has no item to run again: of an editor's list, or of a poll.
 *
 * @param again what they do instead, as a sentence; '' if there is nothing to do
 */
export function adviceWithoutItem(advice: string, again: string): string {
	return advice.split(SAFE_TO_REPEAT).join(again).replace(/ {2,}/g, ' ').trim();
}

/** Whether nothing was done for the item, so that a later run may do it. */
export function isNotAttempted(cause: Cause): boolean {
	return causeTable[cause].state === 'notAttempted';
}

/** The same, and no earlier step of the item has changed anything either. */
export function isWithoutEffect({ subject }: Wording, cause: Cause): boolean {
	return isNotAttempted(cause) && subject !== 'hardwareTokenWithoutPin';
}

/** The error that a user reads: what happened to which token, the known state, and what to do next. */
export function errorText(wording: Wording, failure: Failure, names: Names = {}): ErrorText {
	const { notDone, unknown = notDone, permission, subject = 'hardwareToken' } = wording;
	const { state: known }: CauseRow = causeTable[failure.cause];
	const effect = known === 'unknown' ? unknown : notDone;
	const state = known === 'unchanged' && failure.mayHaveBeenApplied ? 'unchangedWhenRead' : known;
	const isKnown = subject !== 'read' && failure.isStateShown !== true;
	return {
		message: `${effect}: ${causeInWords(failure, names)}`,
		nextStep: [
			isKnown ? unchangedTexts[subject][state] : '',
			attemptsInWords(failure),
			adviceOf(failure, permissionForItem(permission, failure.authentication)),
			quoted(failure),
		].join(''),
	};
}

/**
 * The known state of a change that was not sent, as a sentence; '' for a look-up.
 *
 * @param mayHaveBeenApplied whether RSA may still apply an earlier attempt
 */
export function stateInWords(
	{ subject = 'hardwareToken' }: Wording,
	mayHaveBeenApplied: boolean,
): string {
	if (subject === 'read') return '';
	return unchangedTexts[subject][mayHaveBeenApplied ? 'unchangedWhenRead' : 'unchanged'];
}

function attemptsInWords({ attempts = 0 }: Failure): string {
	return attempts > 1 ? `The request was sent ${attempts} times. ` : '';
}

function quoted({ serverMessage }: Failure): string {
	return serverMessage === undefined ? '' : ` RSA's response: "${serverMessage}"`;
}
