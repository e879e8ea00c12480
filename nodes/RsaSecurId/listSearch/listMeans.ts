import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';

import type { Means } from '../../../rsa/delivery/delivery';
import type { Read } from '../../../rsa/delivery/read';
import { clockOf } from '../../../rsa/pace/clock';
import { courierFor } from '../../../rsa/pace/courier';
import { Pace } from '../../../rsa/pace/pace';
import { senderFor } from '../run/sender';

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
	if (read.kind === 'absent') throw new NodeOperationError(context.getNode(), absent);
	const description =
		read.refusal?.nextStep ??
		read.failure.advice ??
		'Check the credential, then open the list again.';
	throw new NodeOperationError(context.getNode(), `${notListed}: ${read.reason}`, { description });
}
