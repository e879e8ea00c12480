import type { Change, Target } from '../../../../rsa/change';
import { deliver, type Delivery } from '../../../../rsa/delivery';
import { explain, type Failure } from '../../../../rsa/failure';
import type { Refusal } from '../../../../rsa/refusal';
import type { Problem } from '../../problem';
import type { Item, ItemResult } from '../operation';
import { readTarget } from './target';

/**
 * Makes a change of the hardware token that an item names.
 *
 * @returns the token's state as RSA says it, with the `outcome`, or why it was not changed
 * @throws {Refusal} where the item names no token or no user
 */
export async function changeHardwareToken(
	change: Change,
	{ context, index, send }: Item,
): Promise<ItemResult> {
	const target = readTarget(context, index);
	return itemResult(change, target, await deliver(change, target, send));
}

function itemResult(change: Change, target: Target, delivery: Delivery): ItemResult {
	switch (delivery.kind) {
		case 'done': {
			const { state, outcome, confirmedBy } = delivery;
			return { kind: 'done', json: { ...state, outcome, ...(confirmedBy && { confirmedBy }) } };
		}
		case 'refused':
			return { kind: 'failed', problem: notSent(change, target, delivery.refusal) };
		case 'failed':
			return { kind: 'failed', problem: problem(change, target, delivery.failure) };
	}
}

/** The credential would not sign the request: told apart from a value of the item that is refused. */
function notSent(change: Change, target: Target, { message, nextStep }: Refusal): Problem {
	return {
		message: `${change.notDone(target)}. ${message}`,
		nextStep: `The hardware token is as it was. ${nextStep}`,
		details: { cause: 'credentialRefused', ...target },
	};
}

function problem(change: Change, target: Target, failure: Failure): Problem {
	const { cause, status, said, networkCode, retryAfter } = failure;
	return {
		...explain(change, target, failure),
		httpCode: status,
		details: {
			cause,
			...target,
			...(status !== undefined && { httpCode: status }),
			...(said !== undefined && { rsaMessage: said }),
			...(networkCode !== undefined && { networkCode }),
			...(retryAfter !== undefined && { retryAfterSeconds: Math.ceil(retryAfter / 1000) }),
		},
	};
}
