import { inWords } from '../../../../../rsa/users/user';
import type { JsonObject } from '../../../../../rsa/values/jsonObject';
import type { ItemError } from '../../result';
import { partInWords, type Entry, type Lists } from './part';
import type { RequestedOffboarding } from './requestedOffboarding';

/** Maximum parts that a text names. The details have all of them. */
const MOST_NAMED = 10;

/**
 * The error of an offboarding of which a part failed.
 *
 * @param facts the lists, the user and whatever else a workflow branches on
 */
export function incomplete(
	{ reference, mode }: RequestedOffboarding,
	lists: Lists,
	facts: JsonObject,
): ItemError {
	const { done, already, failed } = lists;
	const all = done.length + already.length + failed.length + lists.planned.length;
	const isNotAttempted = done.length === 0 && failed.every(({ attempted }) => attempted === false);
	const user = `he user with ${inWords(reference)}`;
	const effect =
		mode === 'dryRun'
			? `T${user} cannot be offboarded completely`
			: `T${user} was not offboarded completely`;
	return {
		message: `${effect}: ${failed.length} of ${all} parts failed: ${namesOf(failed)}`,
		nextStep: [
			mode === 'dryRun' ? 'Nothing was changed.' : doneInWords(done),
			firstFailure(failed),
			'Running this item again is safe: what is done is not done twice.',
		].join(' '),
		isNotAttempted,
		details: {
			...facts,
			cause: 'offboardingIncomplete',
			...(isNotAttempted && { attempted: false }),
			...comeBack(failed),
		},
	};
}

function doneInWords(done: readonly Entry[]): string {
	return done.length === 0 ? 'No change is confirmed.' : `Done: ${namesOf(done)}.`;
}

/** The text of the first failed part. The details have the texts of all. */
function firstFailure([first, ...others]: readonly Entry[]): string {
	if (first === undefined) return '';
	const more = others.length > 0 ? ' The others are in the details.' : '';
	return `${String(first.error)}. ${String(first.message)}${more}`;
}

function namesOf(entries: readonly Entry[]): string {
	const named = entries.slice(0, MOST_NAMED).map(partInWords);
	const more = entries.length - named.length;
	return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** When to run the item again: the latest time of a failed part; empty if none has one. */
function comeBack(failed: readonly Entry[]): JsonObject {
	const latest = failed
		.flatMap(({ retryAt, retryAfterSeconds }) =>
			typeof retryAfterSeconds === 'number' ? [{ retryAt, retryAfterSeconds }] : [],
		)
		.sort((one, other) => other.retryAfterSeconds - one.retryAfterSeconds);
	return { ...latest[0] };
}
