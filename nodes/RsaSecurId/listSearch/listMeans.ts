import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';

import type { Means } from '../../../rsa/delivery/delivery';
import { adviceFor, adviceOf, isNotAttempted } from '../../../rsa/failure';
import type { Read } from '../../../rsa/delivery/read';
import { clockOf } from '../../../rsa/pace/clock';
import { courierFor } from '../../../rsa/pace/courier';
import { Pace } from '../../../rsa/pace/pace';
import { senderFor } from '../run/sender';

/** The advice of a failed item speaks of running it again. */
const OF_AN_ITEM = 'Running this item again';

const OPEN_LATER = 'Open the list again in a moment.';

/** ms. A person waits for the list. */
const TIMEOUT = 10_000;
const LIMIT = 20_000;

/** What a list in the editor reads with. */
export async function meansOf(context: ILoadOptionsFunctions): Promise<Means> {
	const sendWithin = await senderFor(context);
	const clock = clockOf(undefined);
	const endsAt = clock.now() + LIMIT;
	const pace = new Pace({ clock, maxConcurrency: 1, endsAt, random: Math.random });
	return { courier: courierFor(pace, sendWithin(TIMEOUT), LIMIT), maxTries: 2 };
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
	read: Read<Thing>,
	notListed: string,
	absent = notListed,
): Thing {
	if (read.kind === 'found') return read.thing;
	if (read.kind === 'absent') throw listError(context, absent, adviceFor('userNotFound'));
	const { failure, reason, refusal } = read;
	const advice = isNotAttempted(failure.cause) ? OPEN_LATER : adviceOf(failure);
	throw listError(context, `${notListed}: ${reason}`, refusal?.nextStep ?? advice);
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
