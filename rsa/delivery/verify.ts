import type { Change, TokenTarget } from '../hardwareTokens/tokenChange';
import type { HardwareToken, TokenState } from '../hardwareTokens/hardwareToken';
import { deliver } from './applyChange';
import { failed, type ChangeResult, type Means } from './changeResult';
import type { Failure } from '../errors/failure';
import { inspect } from './inspect';
import { afterFailedLookUp, type LookUpResult, type LookUpFailed } from './lookUp';
import { REPEATS, repeatLookUp } from './repeatLookUp';
import { lookUpHardwareToken } from '../hardwareTokens/lookUpHardwareToken';

/** What was read before and after a change. */
export interface Verification {
	readonly delivery: ChangeResult;
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
	const delivery = await deliver({ ...change, readFirst: false }, target, means);
	if (delivery.kind !== 'done') return { delivery, before };
	return await verified(change, target, means, { delivery, before });
}

async function verified<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
	made: Verification,
): Promise<Verification> {
	const read = await repeatLookUp(
		async () => await lookUpHardwareToken(target, means),
		(sight) => isReached(change, sight),
		REPEATS,
		means.courier,
	);
	if (isReached(change, read)) {
		return read.kind === 'found' ? { ...made, after: read.value.state } : made;
	}
	switch (read.kind) {
		case 'unread':
			return { ...made, delivery: notVerified(read.reason, read) };
		case 'absent':
			return { ...made, delivery: notVerified('RSA knows no such hardware token any more') };
		case 'found':
			return {
				...made,
				after: read.value.state,
				delivery: notVerified('it does not show the requested state'),
			};
	}
}

function isReached<T extends TokenTarget>(
	change: Change<T>,
	read: LookUpResult<HardwareToken>,
): boolean {
	if (read.kind === 'absent') return change.isReachedByAbsence === true;
	if (read.kind === 'unread') return false;
	const standing = change.compare(read.value);
	return standing === 'reached' || standing === 'reachedBefore';
}

function notVerified(reason: string, read?: LookUpFailed): ChangeResult {
	const failure: Failure = { cause: 'notVerified', reason };
	return failed(read === undefined ? failure : afterFailedLookUp(read, failure));
}
