import type { Run } from './measurement.mts';
import { nameOf } from './progress.mts';
import { spreadOf } from './statistics.mts';
import type { Subject } from './subjects.mts';
import { asCount } from './units.mts';

const comparisons = {
	atMost: { sign: '≤', holds: (value: number, bar: number) => value <= bar },
	atLeast: { sign: '≥', holds: (value: number, bar: number) => value >= bar },
	exactly: { sign: '=', holds: (value: number, bar: number) => value === bar },
};

/** The bar that a figure has to reach. */
export interface Bar {
	/** Which of the rounds have to reach it. */
	readonly judgedBy: 'median' | 'every round';
	readonly comparison: keyof typeof comparisons;
	readonly value: number;
}

/** @returns a bar for the median of the rounds */
export const medianAtMost = (value: number): Bar => ({
	judgedBy: 'median',
	comparison: 'atMost',
	value,
});

/** @returns a bar for the median of the rounds */
export const medianAtLeast = (value: number): Bar => ({
	judgedBy: 'median',
	comparison: 'atLeast',
	value,
});

/** @returns a bar for every round */
export const alwaysAtMost = (value: number): Bar => ({
	judgedBy: 'every round',
	comparison: 'atMost',
	value,
});

/** @returns a bar for every round */
export const alwaysExactly = (value: number): Bar => ({
	judgedBy: 'every round',
	comparison: 'exactly',
	value,
});

/** A requirement on the node, and the measurement. */
export interface Requirement {
	readonly text: string;
	/** One value a round. */
	readonly values: readonly number[];
	/** Left out for what is only reported. */
	readonly bar?: Bar;
	/** Writes a value with its unit. */
	readonly format: (value: number) => string;
}

/** @returns whether the bar is met; true without one */
export function isMet({ values, bar }: Requirement): boolean {
	if (!bar) return true;
	const judged = bar.judgedBy === 'median' ? [spreadOf(values).median] : values;
	return judged.every((value) => comparisons[bar.comparison].holds(value, bar.value));
}

/** @returns whether the bar is met, in words; '' without a bar */
export function verdictOn(requirement: Requirement): string {
	if (!requirement.bar) return '';
	return isMet(requirement) ? 'met' : '**not met**';
}

/** The bar in a few characters, such as "≤ 0.75"; '' without one. */
export function barOf({ bar, format }: Requirement): string {
	return bar ? `${comparisons[bar.comparison].sign} ${format(bar.value)}` : '';
}

/**
 * That every token is changed, in every round.
 *
 * @param changed a number a round
 * @param when distinguishes requirements that a case has more than once
 */
export function allChanged(changed: readonly number[], items: number, when?: string): Requirement {
	return {
		text: `Tokens changed, of ${asCount(items)}${when === undefined ? '' : ` (${when})`}`,
		values: changed,
		bar: alwaysExactly(items),
		format: asCount,
	};
}

/** Which of a round's runs. */
type RunName = Pick<Run, 'subject' | 'variant'>;

/** Finds a run of the round in question. */
type RunOf = (subject: Subject, variant?: string) => Run;

/**
 * A figure of every round, made of runs of the same round only.
 *
 * @throws an Error if the figure needs a run that was not made
 */
export function perRound(runs: readonly Run[], figure: (run: RunOf) => number): number[] {
	const rounds = [...new Set(runs.map(({ round }) => round))];
	return rounds.map((round) =>
		figure((subject, variant = '') => find(runs, round, { subject, variant })),
	);
}

function find(runs: readonly Run[], round: number, wanted: RunName): Run {
	const found = runs.find(
		(run) =>
			run.round === round && run.subject === wanted.subject && run.variant === wanted.variant,
	);
	if (!found) throw new Error(`Round ${round} has no run of ${nameOf(wanted)}`);
	return found;
}
