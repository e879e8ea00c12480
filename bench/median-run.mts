import { wallMs } from './figures.mts';
import type { Run } from './measurement.mts';
import { nameOf } from './progress.mts';

/**
 * The run that stands for all runs of the same subject: the one of the median time, or the faster of two.
 *
 * @throws an Error where there is none
 */
export function medianRun(
	runs: readonly Run[],
	{ subject, variant }: Pick<Run, 'subject' | 'variant'>,
): Run {
	const candidates = runs
		.filter((run) => run.subject === subject && run.variant === variant)
		.toSorted((one, other) => wallMs(one) - wallMs(other));
	const median = candidates[Math.floor((candidates.length - 1) / 2)];
	if (!median) throw new Error(`There is no run of ${nameOf({ subject, variant })}`);
	return median;
}
