import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { n8nVersions, type N8nVersion } from '../../sandbox/n8n/versions.mts';
import { differencesOf } from '../support/differences.mts';
import type { EndToEndResult } from './end-to-end.mts';

const readmeFile = fileURLToPath(new URL('../../README.md', import.meta.url));
const [begin, end] = ['<!-- written by npm run test:matrix -->', '<!-- end -->'];

const columns = ['n8n', 'Node.js', 'Passed', 'Failed', 'Differences'] as const;
const nothing = '–';

/** Subjects of the suites of end-to-end tests, by the name of the file; the file's name by default. */
const subjects: Readonly<Record<string, string>> = {
	agent: "AI agent's tool",
	examples: 'all examples',
	https: 'HTTPS with private authorities and proxies',
	n8n: '*On Error* settings',
	operations: 'all operations',
	'sign-in': 'all ways to sign in',
	trigger: 'trigger under faults and kills',
};

/**
 * Writes what came of runs into the README's table; rows of versions that did not run stay as they are.
 * @returns whether the table was up to date before.
 * @throws an Error if the README has no place for the table.
 */
export async function updateCompatibility(
	results: readonly EndToEndResult[],
	{ write }: { readonly write: boolean },
): Promise<boolean> {
	const readme = await readFile(readmeFile, 'utf8');
	const [from, to] = [readme.indexOf(begin) + begin.length, readme.indexOf(end)];
	if (from < begin.length || to < from) throw new Error(`README.md has no ${begin} … ${end}`);
	const rows = [...rowsIn(readme.slice(from, to)), ...(await Promise.all(results.map(rowFor)))];
	const updated = `${readme.slice(0, from)}\n\n${tableOf(rows)}\n\n${readme.slice(to)}`;
	if (write) await writeFile(readmeFile, updated);
	return updated === readme;
}

type Column = (typeof columns)[number];
type Row = Readonly<Record<Column, string>>;

function rowsIn(table: string): Row[] {
	const [head = [], , ...body] = table.trim().split('\n').map(cellsOf);
	return body.map((cells) => {
		const cellBelow = (column: Column) => cells[head.indexOf(column)] ?? nothing;
		return rowOf(cellBelow);
	});
}

function cellsOf(line: string): string[] {
	return line
		.split('|')
		.slice(1, -1)
		.map((cell) => cell.trim());
}

function rowOf(cell: (column: Column) => string): Row {
	return {
		n8n: cell('n8n'),
		'Node.js': cell('Node.js'),
		Passed: cell('Passed'),
		Failed: cell('Failed'),
		Differences: cell('Differences'),
	};
}

async function rowFor({ version, suites }: EndToEndResult): Promise<Row> {
	const subjectsThat = (havePassed: boolean) =>
		suites
			.filter(({ hasPassed }) => hasPassed === havePassed)
			.map(({ name }) => subjects[name] ?? name.replaceAll('-', ' '))
			.join(', ') || nothing;
	return {
		n8n: version,
		'Node.js': await nodeVersionOf(version),
		Passed: subjectsThat(true),
		Failed: subjectsThat(false),
		Differences: differencesOf(version).join('; ') || nothing,
	};
}

async function nodeVersionOf(version: N8nVersion): Promise<string> {
	const file = new URL(`../e2e/n8n/${version}/package.json`, import.meta.url);
	const { dependencies } = JSON.parse(await readFile(file, 'utf8')) as {
		dependencies: { node: string };
	};
	return dependencies.node.split('.')[0] ?? '';
}

/** Newest first, and without the column of what failed where nothing did. */
function tableOf(rows: readonly Row[]): string {
	const sorted = Object.keys(n8nVersions).map(
		(version) =>
			rows.findLast(({ n8n }) => n8n === version) ?? {
				...rowOf(() => nothing),
				n8n: version,
				Differences: 'not run yet',
			},
	);
	const shown = columns.filter(
		(column) => column !== 'Failed' || sorted.some(({ Failed }) => Failed !== nothing),
	);
	const lines = [
		[...shown],
		shown.map(() => '---'),
		...sorted.map((row) => shown.map((column) => row[column])),
	];
	return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
