import type { LookUpResult } from '../../../rsa/delivery/lookUp';
import type { Failure } from '../../../rsa/errors/failure';
import type { JsonObject } from '../../../rsa/values/jsonObject';
import { failedLookUpResult, failureResult, type FailureContext } from './failureResult';
import { readOnly, type ItemContext, type ReadStep, type Task } from './operation';

/** The task of an item that changes nothing. */
export function readTask(failureContext: FailureContext, read: ReadStep['read']): Task {
	return {
		fail: (failure) => failureResult(failureContext, failure),
		resolve: async () => await Promise.resolve(readOnly(read)),
	};
}

/** A look-up that an item requests. */
interface Requested<Value> {
	/** What did not happen if it fails, as the beginning of a sentence. */
	readonly notDone: string;
	readonly permission: string;
	readonly named: FailureContext['named'];
	/** The failure if RSA does not know what is looked up. */
	readonly absent: Failure;
	lookUp(context: ItemContext): Promise<LookUpResult<Value>>;
	/** The JSON of each result. */
	shown(value: Value): readonly JsonObject[];
}

/** The task of an item that only looks something up. */
export function lookUpTask<Value>(requested: Requested<Value>): Task {
	const { notDone, permission, named, absent } = requested;
	const failureContext: FailureContext = {
		wording: { notDone, permission, subject: 'read' },
		named,
	};
	return readTask(failureContext, async (context) => {
		const result = await requested.lookUp(context);
		switch (result.kind) {
			case 'found':
				return requested.shown(result.value).map((json) => ({ kind: 'done', json: { ...json } }));
			case 'absent':
				return [failureResult(failureContext, absent)];
			case 'failed':
				return [failedLookUpResult(failureContext, result)];
		}
	});
}
