import type { Change, TokenTarget } from '../hardwareTokens/tokenChange';
import type { Failure } from '../errors/failure';
import type { TokenState } from '../hardwareTokens/hardwareToken';
import type { NotSent, SendResult } from '../http/response';
import { courseAfter } from './retryPolicy';
import { failed, type ChangeResult, type Means } from './changeResult';
import { failureOf, heldBack } from './changeFailure';
import { inspect } from './inspect';
import { readBack } from './readBack';
import { REPEATS, REPEATS_BEFORE_RETRY } from './repeatLookUp';

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
): Promise<ChangeResult> {
	if (change.readFirst === true) {
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
): Promise<ChangeResult> {
	const ending = await attempt(earlier, change, target, means);
	if (ending.kind === 'notSent') return failed(earlier ?? heldBack(ending));
	if (ending.kind === 'done') return ending;
	if (ending.kind === 'blocked') {
		return earlier?.mayHaveBeenApplied ? { ...ending, mayHaveBeenApplied: true } : ending;
	}

	const failure = counted(ending.failure, earlier);
	if (ending.kind === 'failed' || failure.attempts >= means.maxTries) return failed(failure);
	const goesOn = await means.courier.waitBeforeRetry(failure.attempts - 1);
	return goesOn ? await deliverAfter(failure, change, target, means) : failed(failure);
}

async function attempt<T extends TokenTarget>(
	earlier: Failure | undefined,
	change: Change<T>,
	target: T,
	means: Means,
): Promise<ChangeResult | Undone | NotSent> {
	const reply = await means.courier.send(change.request(target));
	if (reply.kind === 'blocked' || reply.kind === 'notSent') return reply;
	const state = confirmedState(change, target, reply);
	if (state !== undefined) return { kind: 'done', outcome: change.outcome, state };
	return await followUp(change, target, means, failureOf(change, target, reply), earlier);
}

/** Of all 2xx a 200 alone says that the change is made: a 202 is a promise. */
function confirmedState<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	reply: SendResult,
): TokenState | undefined {
	if (reply.kind !== 'response' || reply.response.status !== 200) return undefined;
	return change.confirmedState(reply.response.body, target);
}

async function followUp<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
	failure: Failure,
	earlier: Failure | undefined,
): Promise<ChangeResult | Undone> {
	const { attempts, mayHaveBeenApplied } = counted(failure, earlier);
	const course = courseAfter(failure.cause);
	const isSentAgain = course.sendAgain && attempts < means.maxTries;
	const doubt = {
		change,
		failure,
		mayHaveChanged: mayHaveBeenApplied,
		laterReads: isSentAgain ? REPEATS_BEFORE_RETRY : REPEATS,
	};
	const decided = course.readBack ? await readBack(doubt, target, means) : undefined;
	return decided ?? (course.sendAgain ? { kind: 'undone', failure } : failed(failure));
}

function counted(
	failure: Failure,
	earlier: Failure | undefined,
): Failure & { attempts: number; mayHaveBeenApplied: boolean } {
	return {
		...failure,
		attempts: (earlier?.attempts ?? 0) + 1,
		mayHaveBeenApplied:
			earlier?.mayHaveBeenApplied === true || courseAfter(failure.cause).mayHaveChanged,
	};
}
