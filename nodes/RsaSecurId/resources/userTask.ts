import type { LookUpResult } from '../../../rsa/delivery/lookUp';
import type { Names } from '../../../rsa/errors/causeTexts';
import type { Wording } from '../../../rsa/errors/failure';
import { inWords, namedBy, type UserReference } from '../../../rsa/users/user';
import { factsOf, type Mode } from './appliedChange';
import { failureResult, notStartedResult } from './failureResult';
import { reading, type ItemContext, type Resolution, type Task } from './operation';
import type { Result } from './result';

/** What an item asks for that needs something looked up of its user first. */
interface TaskOfUser<Value> {
	readonly reference: UserReference;
	readonly mode: Mode;
	readonly wording: Wording;
	/** Names of what is changed, beside the user's. */
	readonly named?: Readonly<Record<string, string>>;
	lookUp(context: ItemContext): Promise<LookUpResult<Value>>;
	resolve(value: Value): Resolution;
}

/** A task that fails where its user cannot be looked up, or RSA does not know them. */
export function taskOfUser<Value>(asked: TaskOfUser<Value>): Task {
	const { reference, mode, wording } = asked;
	const named = {
		...namedBy(reference),
		...asked.named,
		...(mode === 'dryRun' && factsOf.dryRun),
	};
	const failing = { wording, named, names: namesOf(reference) };
	return {
		fail: (failure) => failureResult(failing, failure),

		async resolve(context): Promise<Resolution> {
			const result = await asked.lookUp(context);
			switch (result.kind) {
				case 'found':
					return asked.resolve(result.value);
				case 'absent': {
					const failure = { cause: 'userNotFound', reason: inWords(reference) } as const;
					return settled(failureResult(failing, failure));
				}
				case 'failed': {
					const failed = notStartedResult(failing, 'userLookUpFailed', result);
					return { kind: 'failed', lookUp: result, result: failed };
				}
			}
		},
	};
}

/** What an item comes to for which nothing is to be sent. */
export function settled(result: Result): Resolution {
	return reading(async () => await Promise.resolve([result]));
}

/** How an item names its user, for the words of some causes. */
export function namesOf(reference: UserReference): Names {
	return { userInWords: inWords(reference), userAsEntered: reference.value };
}
