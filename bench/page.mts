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
 * @returns the page, as Markdown
 */
export function page(measured: readonly MeasuredCase[], plotsFolder: string): string {
	return [
		'# Benchmarks',
		introduction,
		requirementsTable(measured),
		...measured.map((entry) => section(entry, plotsFolder)),
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
	return table(['Case', 'Asked', 'Measured', 'Bar', ''], rows);
}

const introduction = `What the node takes in time, CPU and memory, measured by \`npm run bench\` in a real n8n against the simulated tenant of \`sandbox/\`, and beside it n8n's own HTTP Request node with the same request and the same credential. Both have their default settings, but go on after a failed item.

The node and what it is compared with run in turn, on tokens that no run has changed yet. What is measured is the node's step within n8n, from the end of the step before it to the start of the one after it; what the tenant saw is read from its journal. A ratio is made of runs of the same round. A measured value is the median of the rounds, with the least and the most of them; a number that must be exact has to be so in every round. What has no bar is only told. n8n runs in a process of its own, and the tenant in another. The load before a case is the machine's load average of one minute: above 0.5 or so, other work took part in the figures.`;

const repetition = `\`\`\`sh
npm run bench                                  # everything, three rounds
npm run bench -- --case no-limit --runs 1      # one case, one round; --case may stand more than once
npm run bench -- --case no-limit --only-print  # writes no file
\`\`\`

It needs Linux, whose \`/proc\` tells the peak of a process's memory. All runs are in [benchmarks.json](benchmarks.json), and this page is made of that file: a run of some cases replaces only these.`;

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
	return [`Why a bar is missed: ${cause}`];
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
