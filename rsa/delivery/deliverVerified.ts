import type { Change, TokenTarget } from '../change';
import type { TokenState } from '../hardwareToken';
import { deliver } from './deliver';
import { failed, type Delivery, type Means } from './delivery';
import type { Failure } from '../failure';
import { inspect } from './inspect';
import { afterUnread, type Unread } from './read';
import { readToken } from './tokenRead';

/** What was read before and after a change. */
export interface Verification {
	readonly delivery: Delivery;
	/** Nothing where RSA knew no such token. */
	readonly before?: TokenState | undefined;
	readonly after?: TokenState | undefined;
}

/** Makes a change between two reads of the token, of which the second one has to show the asked state. */
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
	const read = await readToken(target, means);
	switch (read.kind) {
		case 'unread':
			return { ...made, delivery: notVerified(read.reason, read) };
		case 'absent':
			return change.isReachedByAbsence === true
				? made
				: { ...made, delivery: notVerified('RSA knows no such hardware token any more') };
		case 'found': {
			const standing = change.standing(read.thing);
			const after = read.thing.state;
			return standing === 'reached' || standing === 'reachedBefore'
				? { ...made, after }
				: { ...made, after, delivery: notVerified('it does not show the requested state') };
		}
	}
}

function notVerified(reason: string, read?: Unread): Delivery {
	const failure: Failure = { cause: 'notVerified', reason };
	return failed(read === undefined ? failure : afterUnread(read, failure));
}
