import { parseArgs } from 'node:util';

import type { BenchmarkCase } from './benchmark-case.mts';

/** The options of the command line. */
export interface Order {
	readonly cases: readonly BenchmarkCase[];
	/** Number of rounds in which everything is measured. */
	readonly rounds: number;
	readonly onlyPrints: boolean;
}

/**
 * @param parameters those of the command line
 * @param allCases the cases to choose from
 * @throws an Error that says what is wrong with the parameters
 */
export function orderOf(parameters: string[], allCases: readonly BenchmarkCase[]): Order {
	const { values } = parseArgs({
		args: parameters,
		options: {
			case: { type: 'string', multiple: true },
			runs: { type: 'string', default: '3' },
			'only-print': { type: 'boolean', default: false },
		},
	});
	return {
		cases: values.case?.map((name) => caseNamed(name, allCases)) ?? allCases,
		rounds: roundsOf(values.runs),
		onlyPrints: values['only-print'],
	};
}

function caseNamed(name: string, allCases: readonly BenchmarkCase[]): BenchmarkCase {
	const found = allCases.find((candidate) => candidate.name === name);
	if (found) return found;
	const names = allCases.map((candidate) => candidate.name).join(', ');
	throw new Error(`There is no case ${name}. There are: ${names}`);
}

function roundsOf(text: string): number {
	if (!/^[1-9]\d?$/.test(text)) throw new Error(`--runs is a number from 1 to 99, not ${text}`);
	return Number(text);
}
