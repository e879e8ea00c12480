import type { LookUpFailed } from '../../../rsa/delivery/lookUp';
import { adviceFor, type Failure } from '../../../rsa/errors/failure';
import { UserFacingError } from '../../../rsa/values/userFacingError';
import { stepsOf, type ChangeKey, type Resolution } from '../resources/operation';
import type { EventLoopBreaks } from './eventLoopBreaks';
import { isSameChange, type RequestedChange, type SharedChanges } from './sharedChanges';
import type { Tenant } from './tenants';

/** An item whose steps are known, and its tenant: the same object for items with the same credential. */
export interface ResolvedItem {
	readonly resolution: Resolution;
	readonly tenant: Pick<Tenant, 'changes'>;
	/** ms of the item's time that are left after the look-ups for its steps. */
	readonly timeLeft: number;
	/** Number of changes of the tenant that had ended before the look-ups for its steps. */
	readonly seenAfter: number;
}

/**
 * The failure of a run that makes no change because of Max Changes: there are more, or their number is not known. Called
 * before anything is changed.
 *
 * @returns undefined if the run may continue
 */
export async function changeLimitFailure(
	items: readonly ResolvedItem[],
	maxChanges: number,
	breaks: Pick<EventLoopBreaks, 'next'>,
): Promise<Failure | undefined> {
	const changes = new ChangeCount();
	for (const { resolution, tenant } of items) {
		await breaks.next();
		if (resolution.kind === 'failed') return lookUpFailure(resolution.lookUp);
		if (resolution.kind === 'stages' && resolution.uncounted !== undefined) {
			return lookUpFailure(resolution.uncounted);
		}
		stepsOf(resolution).forEach((step) => {
			if (step.kind === 'change') changes.add(step.key, tenant);
		});
	}
	return changes.total > maxChanges ? { cause: 'tooManyChanges' } : undefined;
}

/**
 * Counts the changes that a run makes at most. The same change of a target is made once for all items that request it
 * ({@link SharedChanges}). If other changes of the target are requested too, each request counts: it depends on the order
 * in which they are made which of them are in a row.
 */
class ChangeCount {
	/** By tenant and target. */
	private readonly requested = new Map<SharedChanges, Map<string, RequestedChange[]>>();

	add(key: ChangeKey, madeBy: Pick<Tenant, 'changes'>): void {
		const ofTargets = this.requested.get(madeBy.changes) ?? new Map<string, RequestedChange[]>();
		this.requested.set(madeBy.changes, ofTargets);
		const ofTarget = ofTargets.get(key.target) ?? [];
		ofTargets.set(key.target, ofTarget);
		ofTarget.push({ ...key, madeBy });
	}

	get total(): number {
		const counts = [...this.requested.values()].flatMap((ofTargets) =>
			[...ofTargets.values()].map(mostMade),
		);
		return counts.reduce((total, count) => total + count, 0);
	}
}

/** The most changes that are made of a target. */
function mostMade(requested: readonly RequestedChange[]): number {
	const areAllTheSame = requested.every((change) => isSameChange(change, requested[0]));
	return areAllTheSame ? 1 : requested.length;
}

function lookUpFailure({ failure, reason, error }: LookUpFailed): Failure {
	const advice = error?.nextStep ?? failure.advice ?? adviceFor(failure.cause);
	return { ...failure, cause: 'changesNotCounted', reason, advice };
}

/** The failure of a run if an error was thrown while its changes were counted. */
export function notCounted(thrown: unknown): Failure {
	const reason = thrown instanceof Error ? thrown.message : String(thrown);
	const advice = thrown instanceof UserFacingError ? thrown.nextStep : undefined;
	return { cause: 'changesNotCounted', reason, advice };
}
