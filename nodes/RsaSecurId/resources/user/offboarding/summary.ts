import { clearPin } from '../../../../../rsa/hardwareTokens/changes/clearPin';
import { namedBy } from '../../../../../rsa/users/user';
import { factsOf } from '../../appliedChange';
import type { StageResults } from '../../operation';
import type { Result, SentRequests } from '../../result';
import { incomplete } from './incomplete';
import {
	doneEntry,
	entryIn,
	failedEntry,
	isListed,
	partKey,
	type Lists,
	type Part,
	type PartName,
	type Sorted,
} from './part';
import type { Plan, PlannedStage } from './plan';
import type { RequestedOffboarding } from './requestedOffboarding';

/** The result of an offboarding, with an entry for each part. */
export function summaryOf(
	requested: RequestedOffboarding,
	userId: string,
	{ known, stages }: Plan,
	results: readonly StageResults[],
): Result {
	const { mode, reference } = requested;
	const lists = listsOf(
		isSeenAgain(requested, stages, results) ? known.filter(isNotSeenAgain) : known,
		sortedParts(known, stages, results),
	);
	const about = { ...namedBy(reference), userId };
	const sent = sentIn(results.flatMap((ofStage) => ofStage?.flat() ?? []));
	const { planned, ...others } = lists;
	const shown = { ...about, ...(mode === 'dryRun' && { planned }), ...others };
	if (lists.failed.length > 0) {
		const facts = { ...shown, ...(mode === 'dryRun' && factsOf.dryRun) };
		return { kind: 'failed', error: incomplete(requested, lists, facts), sent };
	}
	const json = { ...shown, outcome: outcomeOf(lists), ...factsOf[mode] };
	return { kind: 'done', json, about, sent };
}

function outcomeOf({ planned, done }: Lists): string {
	if (planned.length > 0) return 'wouldOffboard';
	return done.length > 0 ? 'offboarded' : 'alreadyOffboarded';
}

/** Whether RSA's list was fetched again at the end without a failure, so that it replaces the one before. */
function isSeenAgain(
	{ mode }: RequestedOffboarding,
	stages: readonly PlannedStage[],
	results: readonly StageResults[],
): boolean {
	const seen = results[stages.findIndex(({ kind }) => kind === 'lookAgain')];
	return mode === 'verify' && seen?.flat().every(({ kind }) => kind === 'done') === true;
}

function isNotSeenAgain({ to, entry }: Sorted): boolean {
	return to !== 'leftOver' || !isListed(entry);
}

/** The entries of all stages, one stage after the other. */
function sortedParts(
	known: readonly Sorted[],
	stages: readonly PlannedStage[],
	results: readonly StageResults[],
): readonly Sorted[] {
	const sorted: Sorted[] = [];
	for (const [index, stage] of stages.entries()) {
		sorted.push(...sortedIn(stage, results[index], [...known, ...sorted]));
	}
	return sorted;
}

/**
 * The entries of a stage. Parts without results were left out.
 *
 * @param earlier entries of earlier stages: a part that failed there is not listed again because it is still there
 */
function sortedIn(
	stage: PlannedStage,
	results: StageResults,
	earlier: readonly Sorted[],
): readonly Sorted[] {
	if (stage.kind === 'lookAgain') {
		const seen = (results?.flat() ?? []).map(seenAgain);
		return seen.filter(({ to, entry }) => to !== 'failed' || !hasFailed(entry, earlier));
	}
	return stage.parts.map((part, index) => sortedPart(part, results?.[index]?.[0]));
}

function seenAgain(result: Result): Sorted {
	return { to: result.kind === 'done' ? 'leftOver' : 'failed', entry: entryIn(result) };
}

function hasFailed(name: PartName, earlier: readonly Sorted[]): boolean {
	return earlier.some(({ to, entry }) => to === 'failed' && partKey(entry) === partKey(name));
}

function sortedPart({ name, step }: Part, result: Result | undefined): Sorted {
	if (result === undefined) return { to: 'failed', entry: leftOut(name) };
	if (result.kind === 'failed') return { to: 'failed', entry: failedEntry(name, result) };
	const entry = doneEntry(name, result);
	const change = step.changes.at(-1);
	switch (entry.outcome) {
		case change?.noopOutcome:
			return { to: entry.pinOutcome === clearPin.outcome ? 'done' : 'already', entry };
		case change?.dryRunOutcome:
			return { to: 'planned', entry };
		default:
			return { to: 'done', entry };
	}
}

function leftOut(name: PartName) {
	return {
		...name,
		cause: 'earlierPartFailed',
		attempted: false,
		error: 'The user was not marked as deleted, because something before it failed',
		message: 'Fix that, then run this item again.',
	};
}

function listsOf(...sorted: ReadonlyArray<readonly Sorted[]>): Lists {
	const entriesTo = (list: Sorted['to']) =>
		sorted.flat().flatMap(({ to, entry }) => (to === list ? [entry] : []));
	return {
		planned: entriesTo('planned'),
		done: entriesTo('done'),
		already: entriesTo('already'),
		failed: entriesTo('failed'),
		leftOver: entriesTo('leftOver'),
	};
}

function sentIn(results: readonly Result[]): SentRequests {
	const all = results.flatMap(({ sent }) => sent ?? []);
	return {
		attempts: all.reduce((sum, { attempts }) => sum + attempts, 0),
		pinAttempts: all.reduce((sum, { pinAttempts = 0 }) => sum + pinAttempts, 0),
	};
}
