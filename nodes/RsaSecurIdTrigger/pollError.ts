import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import type { LookUpFailed } from '../../rsa/delivery/lookUp';
import type { EventLog } from '../../rsa/eventLogs/eventLog';
import {
	adviceOf,
	adviceWithoutItem,
	isNotAttempted,
	type Failure,
} from '../../rsa/errors/failure';
import { UserFacingError } from '../../rsa/values/userFacingError';

const SAFE = 'No event is lost: the next poll reads the log from the same time on.';

/** The error of a poll that could not read a log. */
export function failedPoll(node: INode, log: EventLog, failed: LookUpFailed): Error {
	const { failure, reason, error } = failed;
	const message = `RSA's ${log.inWords} could not be read: ${reason}`;
	const description = [SAFE, error?.nextStep ?? adviceForPoll(failure)].join(' ').trim();
	const { status } = failure;
	if (status === undefined)
		return withMessage(new NodeOperationError(node, message, { description }), message);
	// n8n (2.41.1) waits longer before the next poll after a 401, 403 or 429.
	const httpCode = String(status);
	return withMessage(
		new NodeApiError(node, { message }, { message, description, httpCode }),
		message,
	);
}

/** A poll has no item to run again, and none of the node's options. */
function adviceForPoll(failure: Failure): string {
	if (isNotAttempted(failure.cause)) return '';
	return adviceWithoutItem(adviceOf(failure), '');
}

/** The error that n8n shows for what was thrown within a poll. */
export function thrownInPoll(node: INode, thrown: unknown): Error {
	if (thrown instanceof NodeApiError || thrown instanceof NodeOperationError) return thrown;
	const error = thrown instanceof Error ? thrown : new Error(String(thrown));
	const description = error instanceof UserFacingError ? error.nextStep : SAFE;
	return withMessage(new NodeOperationError(node, error, { description }), error.message);
}

/** Sets the message again: the constructors replace a text that contains a code such as EPERM, even within a word. */
function withMessage<Thrown extends Error>(error: Thrown, message: string): Thrown {
	error.message = message;
	return error;
}
