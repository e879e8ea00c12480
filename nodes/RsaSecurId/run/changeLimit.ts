import type { LookUpFailed } from '../../../rsa/delivery/lookUp';
import { adviceFor, type Failure } from '../../../rsa/errors/failure';
import { UserFacingError } from '../../../rsa/values/userFacingError';
import type { ChangeKey, ItemContext, Task } from '../resources/operation';

/** An item whose parameters are read, and what it works with. */
export interface PlannedItem {
	readonly task: Task;
	readonly means: ItemContext;
}

/**
 * Why a run makes no change at all under Max Changes: it would make more than allowed, or their number is not
 * known. Nothing has been changed by then: users are looked up and their hardware tokens listed for it, which the
 * changes go by afterwards.
 *
 * @returns undefined if the run may go on
 */
export async function refusalByLimit(
	items: readonly PlannedItem[],
	maxChanges: number,
): Promise<Failure | undefined> {
	const counted = await Promise.all(
		items.map(async ({ task, means }) => await task.changes(means)),
	);
	const uncounted = counted.find(isUnread);
	if (uncounted !== undefined) return unreadFailure(uncounted);

	const changes = new ChangeCount();
	counted.forEach((keys, index) => {
		if (!isUnread(keys)) keys.forEach((key) => changes.add(key, items[index]?.means.people));
	});
	return changes.total > maxChanges ? { cause: 'tooManyChanges' } : undefined;
}

/** Counts as the run makes them: the same change of a target in a row once. */
class ChangeCount {
	total = 0;
	/** By tenant, which its users stand for, and target: the change counted last. */
	private readonly latest = new Map<unknown, Map<string, string>>();

	add({ target, change }: ChangeKey, tenant: unknown): void {
		const ofTenant = this.latest.get(tenant) ?? new Map<string, string>();
		this.latest.set(tenant, ofTenant);
		if (ofTenant.get(target) === change) return;
		ofTenant.set(target, change);
		this.total += 1;
	}
}

function isUnread(counted: readonly ChangeKey[] | LookUpFailed): counted is LookUpFailed {
	return 'kind' in counted;
}

function unreadFailure({ failure, reason, error }: LookUpFailed): Failure {
	const advice = error?.nextStep ?? failure.advice ?? adviceFor(failure.cause);
	return { ...failure, cause: 'changesNotCounted', reason, advice };
}

/** Why no change is made where something was thrown while they were counted. */
export function notCounted(thrown: unknown): Failure {
	const reason = thrown instanceof Error ? thrown.message : String(thrown);
	const advice = thrown instanceof UserFacingError ? thrown.nextStep : undefined;
	return { cause: 'changesNotCounted', reason, advice };
}
