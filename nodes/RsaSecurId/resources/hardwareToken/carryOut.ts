import type { Change, TokenTarget } from '../../../../rsa/hardwareTokens/tokenChange';
import { deliver } from '../../../../rsa/delivery/applyChange';
import { deliverVerified } from '../../../../rsa/delivery/verify';
import type { ChangeResult, Means } from '../../../../rsa/delivery/changeResult';
import { dryRun, type Planned } from '../../../../rsa/delivery/dryRun';
import type { Wording } from '../../../../rsa/errors/failure';
import type { JsonObject } from '../../../../rsa/values/jsonObject';
import { enteredAs, inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import { failureResult, refusedFor } from '../failureResult';
import type { Result, Sent } from '../operation';
import type { GivenOptions } from '../options';

/** How a change is to be made: really or only in words, and between two reads or not. */
export type Manner = 'plain' | 'verified' | 'dryRun';

/** The manner that an item's options ask for. A dry run has nothing to verify. */
export function mannerOf({ dryRun = false, verify = false }: GivenOptions): Manner {
	if (dryRun) return 'dryRun';
	return verify ? 'verified' : 'plain';
}

/** What a change came to, told to an item that names its user so: items that share a change may name them differently. */
export type Told = (reference?: UserReference) => Result;

/** What a change came to, and what an item says of it beside that. */
interface Made<T extends TokenTarget> {
	readonly change: Change<T>;
	readonly target: TokenTarget;
	readonly delivery: ChangeResult;
	readonly manner: Manner;
	readonly sent: Sent;
	/** What a success holds of the token before and after. */
	readonly facts?: JsonObject;
	/** The same change where a failure is told in other words than its own. */
	readonly undertaking?: Wording<TokenTarget>;
}

/** Makes a change of a hardware token in that manner. */
export async function carryOut<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	manner: Manner,
	means: Means,
	undertaking: Wording<TokenTarget> = change,
): Promise<Told> {
	const { trace } = means.courier;
	const before = trace.attempts;
	const made = await deliveredIn(manner, change, target, means);
	if (typeof made === 'function') return made;
	const tries = trace.attempts - before;
	const sent = { tries, ...(tries > 0 && { httpCode: trace.status }) };
	return (reference) => resultOf({ ...made, change, target, manner, undertaking, sent }, reference);
}

async function deliveredIn<T extends TokenTarget>(
	manner: Manner,
	change: Change<T>,
	target: T,
	means: Means,
): Promise<Told | Pick<Made<T>, 'delivery' | 'facts'>> {
	switch (manner) {
		case 'plain':
			return { delivery: await deliver(change, target, means) };
		case 'verified': {
			const {
				delivery,
				before = null,
				after = null,
			} = await deliverVerified(change, target, means);
			return { delivery, facts: { before, after } };
		}
		case 'dryRun': {
			const plan = await dryRun(change, target, means);
			return plan.kind === 'planned'
				? toldOf(plan, target)
				: { delivery: plan, facts: asItIs(plan) };
		}
	}
}

/** The item names its user and token at the top, so that it can be fed into the real run as it is. */
function toldOf({ outcome, before, after }: Planned, target: TokenTarget): Told {
	const facts = { ...factsOf.dryRun, before, after: after ?? null };
	return (reference) => {
		const about = aboutOf(target, reference);
		const json = { ...before, ...about, outcome, ...facts };
		return { kind: 'done', json, about, sent: { tries: 0 } };
	};
}

/** What holds of all that was made in a manner. */
const factsOf: Readonly<Record<Manner, JsonObject>> = {
	plain: {},
	verified: { verified: true },
	dryRun: { dryRun: true },
};

/** What an item says of a token that is in the requested state already. */
function asItIs(delivery: ChangeResult): JsonObject {
	return delivery.kind === 'done' ? { before: delivery.state, after: delivery.state } : {};
}

/** What a change came to whose user RSA does not know, by what a read of the token showed. */
export function settledWithoutUser<T extends TokenTarget>(
	change: Change<T>,
	target: TokenTarget,
	manner: Manner,
	delivery: ChangeResult,
	undertaking?: Wording<TokenTarget>,
): Told {
	const facts = manner === 'plain' ? {} : asItIs(delivery);
	const made = { change, target, manner, delivery, facts, sent: { tries: 0 } };
	return (reference) => resultOf({ ...made, ...(undertaking && { undertaking }) }, reference);
}

/** What a change of a hardware token came to, as an item carries it. */
function resultOf<T extends TokenTarget>(made: Made<T>, reference?: UserReference): Result {
	const { change, target, delivery, manner, sent, facts, undertaking = change } = made;
	const about = aboutOf(target, reference);
	const named = { ...about, ...(manner === 'dryRun' && factsOf.dryRun) };
	const failed = {
		undertaking,
		target: { ...target, ...(reference && userWords(reference)) },
		named,
		tries: sent.tries,
	};
	switch (delivery.kind) {
		case 'done': {
			const { state, outcome, confirmedBy } = delivery;
			const json = {
				...state,
				...about,
				outcome,
				...(confirmedBy && { confirmedBy }),
				...facts,
				...factsOf[manner],
			};
			return { kind: 'done', json, about, sent };
		}
		case 'blocked':
			return { ...refusedFor(failed, delivery.error, delivery.mayHaveBeenApplied), sent };
		case 'failed':
			return { ...failureResult(failed, delivery.failure), sent };
	}
}

function userWords(reference: UserReference) {
	return { userInWords: inWords(reference), userAsEntered: enteredAs(reference) };
}

function aboutOf(
	target: TokenTarget,
	reference: UserReference | undefined,
): Readonly<Record<string, string>> {
	return { ...(reference && namedBy(reference)), ...target };
}
