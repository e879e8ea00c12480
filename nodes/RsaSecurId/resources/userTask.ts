import type { LookUpResult } from '../../../rsa/delivery/lookUp';
import type { Names } from '../../../rsa/errors/errorTexts';
import type { Wording } from '../../../rsa/errors/failure';
import { absentUser } from '../../../rsa/users/absentUser';
import { inWords, namedBy, type UserReference } from '../../../rsa/users/user';
import { factsOf, type Mode } from './appliedChange';
import { failureResult, notStartedResult } from './failureResult';
import { readOnly, type ItemContext, type Resolution, type Task } from './operation';
import type { Result } from './result';

/** What an item requests that needs a look-up of its user first. */
interface TaskOfUser<Value> {
	readonly reference: UserReference;
	readonly mode: Mode;
	readonly wording: Wording;
	/** The target, by the property names of an item, beside the user. */
	readonly named?: Readonly<Record<string, string>>;
	lookUp(context: ItemContext): Promise<LookUpResult<Value>>;
	resolve(value: Value): Resolution;
}

/** The task of an item that looks its user up first. Fails if that fails, or RSA does not know the user. */
export function taskOfUser<Value>(task: TaskOfUser<Value>): Task {
	const { reference, mode, wording } = task;
	const named = {
		...namedBy(reference),
		...task.named,
		...(mode === 'dryRun' && factsOf.dryRun),
	};
	const failureContext = { wording, named, names: namesOf(reference) };
	return {
		fail: (failure) => failureResult(failureContext, failure),

		async resolve(context): Promise<Resolution> {
			const result = await task.lookUp(context);
			switch (result.kind) {
				case 'found':
					return task.resolve(result.value);
				case 'absent':
					return settled(failureResult(failureContext, absentUser(reference)));
				case 'failed': {
					const failed = notStartedResult(failureContext, 'userLookUpFailed', result);
					return { kind: 'failed', lookUp: result, result: failed };
				}
			}
		},
	};
}

/** The resolution of an item for which nothing is left to send. */
export function settled(result: Result): Resolution {
	return readOnly(async () => await Promise.resolve([result]));
}

/** How an item names its user, for the texts of some causes. */
export function namesOf(reference: UserReference): Names {
	return { userInWords: inWords(reference), userAsEntered: reference.value };
}
