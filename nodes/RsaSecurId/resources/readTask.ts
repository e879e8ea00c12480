import type { LookUpResult } from '../../../rsa/delivery/lookUp';
import type { Failure } from '../../../rsa/errors/failure';
import type { JsonObject } from '../../../rsa/values/jsonObject';
import { failedLookUpResult, failureResult, type Failing } from './failureResult';
import { reading, type ItemContext, type ReadStep, type Task } from './operation';

/** What an item asks for that only reads. */
export function readTask(failing: Failing, read: ReadStep['read']): Task {
	return {
		fail: (failure) => failureResult(failing, failure),
		resolve: async () => await Promise.resolve(reading(read)),
	};
}

/** Something that is looked up for an item. */
interface Requested<Value> {
	/** What did not happen if it fails, as the beginning of a sentence. */
	readonly notDone: string;
	readonly permission: string;
	readonly named: Failing['named'];
	/** The failure if RSA says that it has nothing of the kind. */
	readonly absent: Failure;
	lookUp(context: ItemContext): Promise<LookUpResult<Value>>;
	/** RSA's JSON for each result. */
	shown(value: Value): readonly JsonObject[];
}

/** The task of an item that only looks something up. */
export function lookUpTask<Value>(requested: Requested<Value>): Task {
	const { notDone, permission, named, absent } = requested;
	const failing: Failing = { wording: { notDone, permission, subject: 'read' }, named };
	return readTask(failing, async (context) => {
		const result = await requested.lookUp(context);
		switch (result.kind) {
			case 'found':
				return requested.shown(result.value).map((json) => ({ kind: 'done', json: { ...json } }));
			case 'absent':
				return [failureResult(failing, absent)];
			case 'failed':
				return [failedLookUpResult(failing, result)];
		}
	});
}
