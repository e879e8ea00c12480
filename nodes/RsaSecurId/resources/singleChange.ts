import type { Change } from '../../../rsa/delivery/change';
import type { Names } from '../../../rsa/errors/errorTexts';
import type { JsonObject } from '../../../rsa/values/jsonObject';
import { factsOf, type AppliedChange, type Mode } from './appliedChange';
import { failedChangeResult } from './failureResult';
import type { ChangeStep } from './operation';
import type { Result } from './result';

/** A change of one target that an item requests. */
export interface SingleChange {
	readonly change: Change;
	readonly mode: Mode;
	/** Key of the target: the same for all items that name it. */
	readonly target: string;
	/** What distinguishes this change from others of the target with the same outcome, such as the code that is disabled. */
	readonly details?: readonly string[];
	/** The target and its user, by the property names of an item. */
	readonly named: Readonly<Record<string, string>>;
	/** How the item names its user, for the texts of some causes. */
	readonly names?: Names;
	/** Further properties of the item once the change is made. */
	readonly facts?: JsonObject;
}

/** The step that makes the change. */
export function singleChangeStep(single: SingleChange): ChangeStep {
	const { change, mode, target, details = [] } = single;
	return {
		kind: 'change',
		key: { target, change: [change.outcome, mode, ...details].join() },
		changes: [change],
		mode,
		describe: (applied) => describe(single, applied),
	};
}

function describe(single: SingleChange, [applied]: readonly AppliedChange[]): Result {
	if (applied === undefined) throw new Error('The step made no change');
	const { change, mode, names, facts } = single;
	const { result, sent } = applied;
	if (result.kind !== 'done') {
		const named = { ...single.named, ...(mode === 'dryRun' && factsOf.dryRun) };
		return failedChangeResult(
			{ wording: change.wording, named, ...(names && { names }), sent },
			result,
		);
	}
	const { state, outcome, confirmedBy, before, after } = result;
	const json = {
		...state,
		...single.named,
		...(mode !== 'dryRun' && facts),
		outcome,
		...(confirmedBy && { confirmedBy }),
		...(before !== undefined && { before, after }),
		...factsOf[mode],
	};
	return { kind: 'done', json, about: single.named, sent };
}
