import type { Change, TokenTarget } from '../change';
import type { HardwareToken, TokenState } from '../hardwareToken';
import { deliver } from './deliver';
import { failed, type Delivery, type Means } from './delivery';
import type { Failure } from '../failure';
import { inspect } from './inspect';
import { afterUnread, type Read, type Unread } from './read';
import { LATER_READS, readUntil } from './readUntil';
import { readToken } from './tokenRead';

/** What was read before and after a change. */
export interface Verification {
	readonly delivery: Delivery;
	/** Nothing where RSA knew no such token. */
	readonly before?: TokenState | undefined;
	readonly after?: TokenState | undefined;
}

/**
 * Makes a change between two reads of the token, of which the second one has to show the requested state. It is made
 * again for some seconds until it does.
 */
export async function deliverVerified<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
): Promise<Verification> {
	const inspection = await inspect(change, target, means);
	const before = inspection.token?.state;
	if (inspection.kind === 'decided') {
		return { delivery: inspection.delivery, before, after: before };
	}
	const delivery = await deliver({ ...change, looksFirst: false }, target, means);
	if (delivery.kind !== 'done') return { delivery, before };
	return await verified(change, target, means, { delivery, before });
}

async function verified<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
	made: Verification,
): Promise<Verification> {
	const read = await readUntil(
		async () => await readToken(target, means),
		(sight) => isReached(change, sight),
		LATER_READS,
		means.courier,
	);
	if (isReached(change, read)) {
		return read.kind === 'found' ? { ...made, after: read.thing.state } : made;
	}
	switch (read.kind) {
		case 'unread':
			return { ...made, delivery: notVerified(read.reason, read) };
		case 'absent':
			return { ...made, delivery: notVerified('RSA knows no such hardware token any more') };
		case 'found':
			return {
				...made,
				after: read.thing.state,
				delivery: notVerified('it does not show the requested state'),
			};
	}
}

function isReached<T extends TokenTarget>(change: Change<T>, read: Read<HardwareToken>): boolean {
	if (read.kind === 'absent') return change.isReachedByAbsence === true;
	if (read.kind === 'unread') return false;
	const standing = change.standing(read.thing);
	return standing === 'reached' || standing === 'reachedBefore';
}

function notVerified(reason: string, read?: Unread): Delivery {
	const failure: Failure = { cause: 'notVerified', reason };
	return failed(read === undefined ? failure : afterUnread(read, failure));
}
