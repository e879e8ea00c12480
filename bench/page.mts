import type { BenchmarkCase } from './benchmark-case.mts';
import { barOf, isMet, verdictOn } from './requirements.mts';
import type { CaseRecord } from './results.mts';
import { runsTable } from './runs-table.mts';
import { spreadText } from './spread-text.mts';
import { table } from './table.mts';
import { asRatio, inMebibytes } from './units.mts';

/** A case and what was measured of it. */
export interface MeasuredCase {
	readonly benchmark: BenchmarkCase;
	readonly record: CaseRecord;
}

/**
 * @param measured the cases, in the order of the page
 * @param plotsFolder where the page finds the plots
 * @param simulatedLimits the table of limits on the virtual clock
 * @returns the page, as Markdown
 */
export function page(
	measured: readonly MeasuredCase[],
	plotsFolder: string,
	simulatedLimits: string,
): string {
	return [
		'# Benchmarks',
		introduction,
		requirementsTable(measured),
		...measured.map((entry) => section(entry, plotsFolder)),
		'## Limits of other shapes, simulated',
		simulation,
		simulatedLimits,
		'## Measured with',
		environmentTable(measured),
		'## Measuring again',
		repetition,
		'',
	].join('\n\n');
}

/** @returns the requirements on the cases and whether they are met, as a Markdown table */
export function requirementsTable(measured: readonly MeasuredCase[]): string {
	const rows = measured.flatMap(({ benchmark, record }) =>
		benchmark
			.requirements(record.runs)
			.map((requirement) => [
				`[${benchmark.title}](#${anchorOf(benchmark.title)})`,
				requirement.text,
				spreadText(requirement.values, requirement.format),
				barOf(requirement),
				verdictOn(requirement),
			]),
	);
	return table(['Case', 'Figure', 'Measured', 'Required', 'Result'], rows);
}

const introduction = `What the node takes in time, CPU and memory, beside n8n's own HTTP Request node with the same request and the same credential. \`npm run bench\` measures it in a real n8n against the simulated tenant of \`sandbox/\`. Both nodes have their default settings, except that they continue after a failed item.

- The node and what it is compared with run in turn, on tokens that no run has changed yet.
- The time is that of the node's step within n8n, from the end of the step before it to the start of the step after it. The numbers of requests and changes are from the tenant's journal.
- A measured value is the median of the rounds, with the lowest and the highest in brackets. A ratio compares runs of the same round. A number that must be exact must be so in every round.
- A figure without a requirement is only reported.
- n8n and the tenant each run in their own process. The load before a case is the machine's load average of one minute. If it is above 0.5 or so, other work influenced the figures.`;

const simulation = `The same throttle on the virtual clock of the unit tests, without n8n: responses take 45 to 55 ms, and refusals in every second run 1 ms. All items are done in each of five runs. The ideal is the time of a client that knows the limit. A limit takes a second's worth of requests together, unless it says something else. \`npm test\` requires the bounds that are in \`test/support/limit-shapes.mts\`.`;

const repetition = `\`\`\`sh
npm run bench                                  # everything, three rounds
npm run bench -- --case no-limit --runs 1      # one case, one round; you can give --case more than once
npm run bench -- --case no-limit --only-print  # writes no file
\`\`\`

It needs Linux, because it reads the peak memory of a process from \`/proc\`. All runs are in [benchmarks.json](benchmarks.json), from which this page is made. If you run some cases, only these are replaced.`;

function section({ benchmark, record }: MeasuredCase, plotsFolder: string): string {
	const rounds = new Set(record.runs.map(({ round }) => round)).size;
	return [
		`## ${benchmark.title}`,
		benchmark.description,
		runsTable(record.runs, benchmark.comparesMemory ?? false),
		...causeOfMiss({ benchmark, record }),
		...(benchmark.plots?.(record.runs) ?? []).map(
			({ title, file }) => `![${title}](${plotsFolder}/${file})`,
		),
		`Case \`${benchmark.name}\`, ${record.measuredAt.slice(0, 10)}, rounds: ${rounds}.`,
	].join('\n\n');
}

function causeOfMiss({ benchmark, record }: MeasuredCase): string[] {
	if (benchmark.requirements(record.runs).every(isMet)) return [];
	const { causeOfMiss: cause = 'the cause has not been measured yet.' } = benchmark;
	return [`Why a requirement is not met: ${cause}`];
}

function environmentTable(measured: readonly MeasuredCase[]): string {
	const rows = measured.map(({ benchmark, record: { measuredAt, environment } }) => [
		benchmark.name,
		measuredAt.slice(0, 10),
		`${environment.processor}, ${environment.cores} cores, ${inMebibytes(environment.memoryBytes)}`,
		asRatio(environment.loadBefore),
		`${environment.n8n} on Node.js ${environment.node}`,
		`Node.js ${environment.tenantNode}`,
		environment.package,
	]);
	return table(['Case', 'Date', 'Machine', 'Load before', 'n8n', 'Tenant', 'Package'], rows);
}

/** As GitHub makes it of a heading. */
function anchorOf(title: string): string {
	return title
		.toLowerCase()
		.replace(/[^\w -]/g, '')
		.replaceAll(' ', '-');
}
