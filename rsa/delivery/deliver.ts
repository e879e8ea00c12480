import type { Change, TokenTarget } from '../change';
import type { Failure } from '../failure';
import type { TokenState } from '../hardwareToken';
import type { HeldBack, Reply } from '../reply';
import { courseAfter } from './courses';
import { failed, type Delivery, type Means } from './delivery';
import { failureOf, heldBack } from './failures';
import { inspect } from './inspect';
import { readBack } from './readBack';
import { LATER_READS, LATER_READS_BEFORE_RESEND } from './readUntil';

/** A try after which the token was as before, so that another one may follow. */
interface Undone {
	readonly kind: 'undone';
	readonly failure: Failure;
}

/**
 * Makes one change of one hardware token: sends it, reads the token back where the answer does not settle it,
 * and sends it again where it was not made (docs/delivery.md).
 */
export async function deliver<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
): Promise<Delivery> {
	if (change.looksFirst === true) {
		const inspection = await inspect(change, target, means);
		if (inspection.kind === 'decided') return inspection.delivery;
	}
	return await deliverAfter(undefined, change, target, means);
}

/** @param earlier what the tries before this one came to */
async function deliverAfter<T extends TokenTarget>(
	earlier: Failure | undefined,
	change: Change<T>,
	target: T,
	means: Means,
): Promise<Delivery> {
	const ending = await attempt(earlier, change, target, means);
	if (ending.kind === 'heldBack') return failed(earlier ?? heldBack(ending));
	if (ending.kind === 'done') return ending;
	if (ending.kind === 'refused') {
		return earlier?.isInDoubt ? { ...ending, isInDoubt: true } : ending;
	}

	const failure = counted(ending.failure, earlier);
	if (ending.kind === 'failed' || failure.tries >= means.maxTries) return failed(failure);
	const goesOn = await means.courier.pause(failure.tries - 1);
	return goesOn ? await deliverAfter(failure, change, target, means) : failed(failure);
}

async function attempt<T extends TokenTarget>(
	earlier: Failure | undefined,
	change: Change<T>,
	target: T,
	means: Means,
): Promise<Delivery | Undone | HeldBack> {
	const reply = await means.courier.send(change.request(target));
	if (reply.kind === 'refused' || reply.kind === 'heldBack') return reply;
	const state = confirmedState(change, target, reply);
	if (state !== undefined) return { kind: 'done', outcome: change.outcome, state };
	return await followUp(change, target, means, failureOf(change, target, reply), earlier);
}

/** Of all 2xx a 200 alone says that the change is made: a 202 is a promise. */
function confirmedState<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	reply: Reply,
): TokenState | undefined {
	if (reply.kind !== 'answered' || reply.answer.status !== 200) return undefined;
	return change.confirmedState(reply.answer.body, target);
}

async function followUp<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
	failure: Failure,
	earlier: Failure | undefined,
): Promise<Delivery | Undone> {
	const { tries, isInDoubt } = counted(failure, earlier);
	const course = courseAfter(failure.cause);
	const isSentAgain = course.sendAgain && tries < means.maxTries;
	const doubt = {
		change,
		failure,
		mayHaveChanged: isInDoubt,
		laterReads: isSentAgain ? LATER_READS_BEFORE_RESEND : LATER_READS,
	};
	const decided = course.readBack ? await readBack(doubt, target, means) : undefined;
	return decided ?? (course.sendAgain ? { kind: 'undone', failure } : failed(failure));
}

function counted(
	failure: Failure,
	earlier: Failure | undefined,
): Failure & { tries: number; isInDoubt: boolean } {
	return {
		...failure,
		tries: (earlier?.tries ?? 0) + 1,
		isInDoubt: earlier?.isInDoubt === true || courseAfter(failure.cause).mayHaveChanged,
	};
}
