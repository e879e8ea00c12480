import type { Change, Target } from '../../../../rsa/change';
import { deliver } from '../../../../rsa/delivery/deliver';
import type { Delivery } from '../../../../rsa/delivery/delivery';
import { explain, isNotAttempted, stateInWords, type Failure } from '../../../../rsa/failure';
import type { Problem } from '../../run/problem';
import type { ItemResult, Task } from '../operation';
import type { ItemParameters } from '../parameters';
import { readTarget } from './target';

/**
 * A change of the hardware token that an item names. It comes out as the token's state as RSA says it, with
 * the `outcome`, or as the reason why it was not changed.
 *
 * @throws {Refusal} where the item names no token or no user
 */
export function changeHardwareToken(change: Change, parameters: ItemParameters): Task {
	const target = readTarget(parameters);
	return {
		change: [change.outcome, target.tokenSerialNumber, target.userId.toLowerCase()].join(),
		hardwareToken: target.tokenSerialNumber,
		perform: async (means) => itemResult(change, target, await deliver(change, target, means)),
		fail: (failure) => ({ kind: 'failed', problem: problem(change, target, failure) }),
	};
}

function itemResult(change: Change, target: Target, delivery: Delivery): ItemResult {
	switch (delivery.kind) {
		case 'done': {
			const { state, outcome, confirmedBy } = delivery;
			return { kind: 'done', json: { ...state, outcome, ...(confirmedBy && { confirmedBy }) } };
		}
		case 'refused':
			return { kind: 'failed', problem: notSent(change, target, delivery) };
		case 'failed':
			return { kind: 'failed', problem: problem(change, target, delivery.failure) };
	}
}

/** The credential would not sign the request: told apart from a value of the item that is refused. */
function notSent(
	change: Change,
	target: Target,
	{ refusal, isInDoubt = false }: Extract<Delivery, { kind: 'refused' }>,
): Problem {
	const { message, nextStep } = refusal;
	return {
		message: `${change.notDone(target)}. ${message}`,
		nextStep: `${stateInWords(isInDoubt)}${nextStep}`,
		details: { cause: 'credentialRefused', ...target },
	};
}

function problem(change: Change, target: Target, failure: Failure): Problem {
	const { cause, status, said, networkCode, retryAfter, tries } = failure;
	return {
		...explain(change, target, failure),
		httpCode: status,
		isNotAttempted: isNotAttempted(cause),
		details: {
			cause,
			...target,
			...(isNotAttempted(cause) && { attempted: false }),
			...(status !== undefined && { httpCode: status }),
			...(said !== undefined && { rsaMessage: said }),
			...(networkCode !== undefined && { networkCode }),
			...(tries !== undefined && tries > 1 && { tries }),
			...(retryAfter !== undefined && comeBack(retryAfter)),
		},
	};
}

/** When to come back, in both forms that a workflow can wait by. */
function comeBack(retryAfter: number) {
	return {
		retryAfterSeconds: Math.ceil(retryAfter / 1000),
		retryAt: new Date(Date.now() + retryAfter).toISOString(),
	};
}
