import { failureResult, type Failing } from './failureResult';
import { reading, type ReadStep, type Task } from './operation';

/** What an item asks for that only reads. */
export function readTask(failing: Failing, read: ReadStep['read']): Task {
	return {
		fail: (failure) => failureResult(failing, failure),
		resolve: async () => await Promise.resolve(reading(read)),
	};
}
