import { rightForItem } from './administration';
import type { Authentication } from './reply';
import { explanations, type Cause, type Knowledge, type Row } from './causes';

/** What is known of a change that ended without its state being reached. */
export interface Failure {
	readonly cause: Cause;
	/** HTTP status of RSA's answer to the change, where one came. */
	readonly status?: number | undefined;
	/** What RSA's answer said in words, where it may be passed on. */
	readonly said?: string | undefined;
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
	/** ms that RSA asks to wait. */
	readonly retryAfter?: number | undefined;
	/** How often the change was sent. */
	readonly tries?: number;
	/** Whether one of the tries may be carried out yet, though a read showed that it was not. */
	readonly isInDoubt?: boolean;
}

/** A failure in an operator's words. */
export interface Explanation {
	/** What happened and to which token, in one sentence without its period. */
	readonly message: string;
	/** What it means for the token, and what to do next. */
	readonly nextStep: string;
}

/** What a failure is about. */
type Subject = 'hardwareToken' | 'user';

const states: Readonly<Record<Subject, Readonly<Record<Knowledge, string>>>> = {
	hardwareToken: {
		unchanged: 'The hardware token is as it was. ',
		unchangedWhenRead:
			'The hardware token was read back at once and was as before; RSA may still be working on the request. ',
		leftAlone: 'The hardware token was left alone. ',
		notAttempted: 'Nothing was done to the hardware token. ',
		absent: '',
		unknown: '',
	},
	user: {
		unchanged: 'The user is as before. ',
		unchangedWhenRead:
			'The user was looked up at once and was as before; RSA may still be working on the request. ',
		leftAlone: 'The user was left alone. ',
		notAttempted: 'Nothing was done to the user. ',
		absent: '',
		unknown: '',
	},
};

/** What a failure ended, in the words of its explanation. */
export interface Undertaking<T> {
	/** What did not happen, as the beginning of a sentence. */
	notDone(target: T): string;
	/** That it is open whether it happened; a read leaves nothing open. */
	unknown?(target: T): string;
	/** What the credential must be allowed to do. */
	readonly right: string;
	/** What it is about, a hardware token if nothing is said. A read can have changed neither. */
	readonly subject?: Subject | 'read';
}

/** Why, as a sentence without capital and period. */
export function causeInWords(failure: Failure, target: object = {}): string {
	return explanations[failure.cause].cause({ ...failure, ...target });
}

/** What to do about a cause, whatever it was that failed. */
export function adviceFor(cause: Cause): string {
	return explanations[cause].advice;
}

/** Whether nothing was done for the item at all, which another run may do. */
export function isNotAttempted(cause: Cause): boolean {
	return explanations[cause].token === 'notAttempted';
}

/** What to tell an operator: what happened to which token, what it means for it, and what to do next. */
export function explain<T extends object>(
	undertaking: Undertaking<T>,
	target: T,
	failure: Failure,
): Explanation {
	const { notDone, unknown = notDone, right, subject = 'hardwareToken' } = undertaking;
	const { token, advice }: Row = explanations[failure.cause];
	const what = token === 'unknown' ? unknown(target) : notDone(target);
	const state = token === 'unchanged' && failure.isInDoubt ? 'unchangedWhenRead' : token;
	return {
		message: `${what}: ${causeInWords(failure, target)}`,
		nextStep: [
			subject === 'read' ? '' : states[subject][state],
			tried(failure),
			failure.cause === 'notAllowed'
				? rightForItem(right, failure.authentication)
				: (failure.advice ?? advice),
			quote(failure),
		].join(''),
	};
}

/** What is known where a change was not sent, unless an earlier try was. */
export function stateInWords(
	{ subject = 'hardwareToken' }: Undertaking<never>,
	isInDoubt: boolean,
): string {
	if (subject === 'read') return '';
	return states[subject][isInDoubt ? 'unchangedWhenRead' : 'unchanged'];
}

function tried({ tries = 0 }: Failure): string {
	return tries > 1 ? `It was sent ${tries} times. ` : '';
}

function quote({ said }: Failure): string {
	return said === undefined ? '' : ` RSA's answer: "${said}"`;
}
