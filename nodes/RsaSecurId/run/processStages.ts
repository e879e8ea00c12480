import type { Trace } from '../../../rsa/throttle/client';
import type { Stage, StagedResolution, StageResults } from '../resources/operation';
import type { ResolvedItem } from './changeLimit';
import { unshared, clientFor, settledStep, type ItemResult, type StepWork } from './processStep';

/** ms that a stage needs at most if it changes nothing. */
const TO_READ = 30_000;

/**
 * Processes steps in stages. A step that fails does not stop others, except those of stages with `onlyIfAllDone`, and does
 * not stop the run before the item is finished.
 *
 * @param resolved the item's time for all stages together, and which changes its look-ups have seen the results of
 */
export async function processStages(
	{ stages, summarize }: StagedResolution,
	work: StepWork,
	{ timeLeft, seenAfter }: Pick<ResolvedItem, 'timeLeft' | 'seenAfter'>,
): Promise<ItemResult> {
	const quiet = { ...work, seenAfter, onResult: () => {} };
	const made: ItemResult[] = [];
	const results: StageResults[] = [];
	let left = timeLeft;
	for (const [index, { steps, onlyIfAllDone = false }] of stages.entries()) {
		if (onlyIfAllDone && made.some(({ result }) => result.kind === 'failed')) {
			results.push(undefined);
			continue;
		}
		const later = timeOfLaterStages(left, stages.slice(index + 1));
		const started = steps.map((step) => ({ step, client: clientFor(work, left, later) }));
		const ofStage = await Promise.all(
			started.map(async ({ step, client }) => await settledStep(step, quiet, client)),
		);
		left = Math.min(left, ...started.map(({ client }) => client.timeLeft()));
		made.push(...ofStage.flat());
		results.push(ofStage.map((ofStep) => ofStep.map(({ result }) => result)));
	}
	return { ...unshared(summarize(results), work.itemIndex), trace: sumOf(made) };
}

/**
 * The part of an item's time in ms that the stages after one need: what is left after those that change nothing is shared
 * equally. Those that are left out if a step fails need none while a step may still fail.
 */
function timeOfLaterStages(timeLeft: number, later: readonly Stage[]): number {
	const needed = later.filter(({ steps, onlyIfAllDone }) => steps.length > 0 && !onlyIfAllDone);
	const changes = needed.filter(({ steps }) => steps.some(({ kind }) => kind === 'change')).length;
	const reads = needed.length - changes;
	const toRead = reads * Math.min(TO_READ, timeLeft / (needed.length + 1));
	return toRead + (timeLeft - toRead) * (changes / (changes + 1));
}

function sumOf(made: readonly ItemResult[]): Trace {
	const traces = made.flatMap(({ trace }) => trace ?? []);
	const sum = (name: 'attempts' | 'waited') =>
		traces.reduce((total, trace) => total + trace[name], 0);
	return { attempts: sum('attempts'), waited: sum('waited') };
}
