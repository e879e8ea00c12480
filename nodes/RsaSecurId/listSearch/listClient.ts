import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';

import type { Means } from '../../../rsa/delivery/changeResult';
import { adviceFor, adviceOf, isNotAttempted } from '../../../rsa/errors/failure';
import type { LookUpResult } from '../../../rsa/delivery/lookUp';
import { clockOf } from '../../../rsa/throttle/clock';
import { createClient } from '../../../rsa/throttle/client';
import { Throttle } from '../../../rsa/throttle/throttle';
import { CREDENTIAL_TYPE } from '../run/credentialsOfItems';
import { tenantThrottleFor, transportFactoryWith } from '../client';

/** The advice of a failed item speaks of running it again. */
const OF_AN_ITEM = 'Running this item again';

const OPEN_LATER = 'Open the list again in a moment.';

/** ms. A person waits for the list. */
const TIMEOUT = 10_000;
const LIMIT = 20_000;

/** What a list in the editor reads with. */
export async function listClientFor(context: ILoadOptionsFunctions): Promise<Means> {
	const fields = await context.getCredentials(CREDENTIAL_TYPE);
	const sendWithin = transportFactoryWith(context, fields);
	const clock = clockOf(undefined);
	const endsAt = clock.now() + LIMIT;
	const settings = { clock, maxConcurrency: 1, endsAt, random: Math.random };
	const pace = new Throttle(tenantThrottleFor(fields), settings);
	return { courier: createClient(pace, sendWithin(TIMEOUT), LIMIT), maxTries: 2 };
}

/**
 * What a read found.
 *
 * @param notListed what did not happen, as the beginning of a sentence
 * @param absent the whole sentence for a thing that RSA does not know
 * @throws {NodeOperationError} where it found nothing
 */
export function foundOrThrow<Thing>(
	context: ILoadOptionsFunctions,
	read: LookUpResult<Thing>,
	notListed: string,
	absent = notListed,
): Thing {
	if (read.kind === 'found') return read.value;
	if (read.kind === 'absent') throw listError(context, absent, adviceFor('userNotFound'));
	const { failure, reason, error } = read;
	const advice = isNotAttempted(failure.cause) ? OPEN_LATER : adviceOf(failure);
	throw listError(context, `${notListed}: ${reason}`, error?.nextStep ?? advice);
}

/** An error that says in its message what to do too: the editor's lists show nothing else of it. */
export function listError(
	context: ILoadOptionsFunctions,
	what: string,
	advice: string,
): NodeOperationError {
	const message = `${what}. ${advice.split(OF_AN_ITEM).join('Opening the list again')}`;
	const error = new NodeOperationError(context.getNode(), message);
	// The constructor replaces any text that holds a code such as EPERM, also inside a longer word.
	error.message = message;
	return error;
}
