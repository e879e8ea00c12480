import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';

import { SAFE_TO_REPEAT } from '../../../rsa/errors/causeTexts';
import { adviceFor, adviceOf, isNotAttempted } from '../../../rsa/errors/failure';
import type { LookUpResult } from '../../../rsa/delivery/lookUp';
import { clockOf } from '../../../rsa/throttle/clock';
import { createClient, type Client } from '../../../rsa/throttle/client';
import { RunThrottle } from '../../../rsa/throttle/runThrottle';
import { CREDENTIAL_TYPE, tenantThrottleFor, transportFactoryFor } from '../client';

const OPEN_AGAIN = 'Open the list again.';
const OPEN_LATER = 'Open the list again in a moment.';

/** ms. A person waits for the list. */
const TIMEOUT = 10_000;
const LIMIT = 20_000;
const MAX_ATTEMPTS = 2;

/** What a list in the editor reads with. */
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
 * What a look-up found.
 *
 * @param notListed what did not happen, as the beginning of a sentence
 * @param absent the whole sentence for what RSA does not know
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

/** An error that says in its message what to do too: the editor's lists show nothing else of it. */
export function listError(
	context: ILoadOptionsFunctions,
	what: string,
	advice: string,
): NodeOperationError {
	const message = `${what}. ${advice.split(SAFE_TO_REPEAT).join(OPEN_AGAIN)}`;
	const error = new NodeOperationError(context.getNode(), message);
	// The constructor replaces any text that holds a code such as EPERM, also inside a longer word.
	error.message = message;
	return error;
}
