import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';

import {
	adviceFor,
	adviceOf,
	adviceWithoutItem,
	isNotAttempted,
} from '../../../rsa/errors/failure';
import type { LookUpResult } from '../../../rsa/delivery/lookUp';
import { clockOf } from '../../../rsa/throttle/clock';
import { createClient, type Client } from '../../../rsa/throttle/client';
import { RunThrottle } from '../../../rsa/throttle/runThrottle';
import { CREDENTIAL_TYPE, tenantThrottleFor, transportFactoryFor } from '../client';

const OPEN_AGAIN = 'Open the list again.';
const OPEN_LATER = 'Open the list again in a moment.';

/** ms for one request, and for all requests of a list: a person waits for it. */
const TIMEOUT = 10_000;
const LIMIT = 20_000;
const MAX_ATTEMPTS = 2;

/** The client of a list in the editor. */
export async function listClientFor(context: ILoadOptionsFunctions): Promise<Client> {
	const fields = await context.getCredentials(CREDENTIAL_TYPE);
	const transport = transportFactoryFor(context, fields)(TIMEOUT);
	const clock = clockOf(undefined);
	const endsAt = clock.now() + LIMIT;
	const settings = { clock, maxConcurrency: 1, endsAt, random: Math.random };
	const throttle = new RunThrottle(tenantThrottleFor(fields), settings);
	return createClient(throttle, transport, LIMIT, MAX_ATTEMPTS);
}

/**
 * The value that a look-up found.
 *
 * @param notListed what failed, as the beginning of a sentence
 * @param absent the whole sentence if RSA does not know what was looked up
 * @throws {NodeOperationError} if it found nothing
 */
export function foundOrThrow<Value>(
	context: ILoadOptionsFunctions,
	result: LookUpResult<Value>,
	notListed: string,
	absent = notListed,
): Value {
	if (result.kind === 'found') return result.value;
	if (result.kind === 'absent') throw listError(context, absent, adviceFor('userNotFound'));
	const { failure, reason, error } = result;
	const advice = isNotAttempted(failure.cause) ? OPEN_LATER : adviceOf(failure);
	throw listError(context, `${notListed}: ${reason}`, error?.nextStep ?? advice);
}

/** An error with the advice in its message: the editor's lists show nothing else. */
export function listError(
	context: ILoadOptionsFunctions,
	what: string,
	advice: string,
): NodeOperationError {
	const message = `${what}. ${adviceWithoutItem(advice, OPEN_AGAIN)}`;
	const error = new NodeOperationError(context.getNode(), message);
	// The constructor replaces a text that contains a code such as EPERM, even within a word.
	error.message = message;
	return error;
}
