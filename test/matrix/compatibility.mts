import { readFile, writeFile } from 'node:fs/promises';

import { isN8nVersion, n8nVersions, type N8nVersion } from '../../sandbox/n8n/versions.mts';
import { differencesOf } from '../support/n8n-version-differences.mts';
import type { EndToEndResult } from './end-to-end.mts';

const [begin, end] = ['<!-- written by npm run test:matrix -->', '<!-- end -->'];

const columns = ['n8n', 'Node.js', 'End-to-end tests'] as const;

/** Subjects of the suites of end-to-end tests, by the name of the file; the file's name by default. */
const subjects: Readonly<Record<string, string>> = {
	agent: "AI agent's tool",
	examples: 'examples',
	https: 'HTTPS with private authorities and proxies',
	n8n: '*On Error* settings',
	operations: 'operations',
	'sign-in': 'ways to sign in',
	trigger: 'trigger under faults and kills',
};

type Column = (typeof columns)[number];
type Row = Readonly<Record<Column, string>>;

/**
 * Writes what came of runs into the README's table, and the differences of all versions into the page that it links;
 * rows of versions that did not run stay as they are.
 * @returns whether both were up to date before.
 * @throws an Error if one of the pages has no place for it.
 */
export async function updateCompatibility(
	results: readonly EndToEndResult[],
	{ write }: { readonly write: boolean },
): Promise<boolean> {
	const newRows = await Promise.all(results.map(rowFor));
	const pages = [
		await updatePage('README.md', (table) => tableOf([...rowsIn(table), ...newRows]), write),
		await updatePage('docs/installation.md', differencesOfAll, write),
	];
	return pages.every((wasUpToDate) => wasUpToDate);
}

/** @param written gives what stands between the marks anew, from what stands there */
async function updatePage(
	name: string,
	written: (before: string) => string,
	write: boolean,
): Promise<boolean> {
	const file = new URL(`../../${name}`, import.meta.url);
	const page = await readFile(file, 'utf8');
	const [from, to] = [page.indexOf(begin) + begin.length, page.indexOf(end)];
	if (from < begin.length || to < from) throw new Error(`${name} has no ${begin} … ${end}`);
	const updated = `${page.slice(0, from)}\n\n${written(page.slice(from, to))}\n\n${page.slice(to)}`;
	if (write) await writeFile(file, updated);
	return updated === page;
}

function rowsIn(table: string): Row[] {
	const [head = [], , ...body] = table.trim().split('\n').map(cellsOf);
	return body.map((cells) => rowOf((column) => cells[head.indexOf(column)] ?? 'not run yet'));
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
		'End-to-end tests': cell('End-to-end tests'),
	};
}

async function rowFor({ version, suites }: EndToEndResult): Promise<Row> {
	const failed = suites
		.filter(({ hasPassed }) => !hasPassed)
		.map(({ name }) => subjects[name] ?? name.replaceAll('-', ' '));
	return {
		n8n: version,
		'Node.js': await nodeVersionOf(version),
		'End-to-end tests': failed.length === 0 ? 'all passed' : `failed: ${failed.join(', ')}`,
	};
}

async function nodeVersionOf(version: N8nVersion): Promise<string> {
	const file = new URL(`../e2e/n8n/${version}/package.json`, import.meta.url);
	const { dependencies } = JSON.parse(await readFile(file, 'utf8')) as {
		dependencies: { node: string };
	};
	return dependencies.node.split('.')[0] ?? '';
}

/** Newest first. */
function tableOf(rows: readonly Row[]): string {
	const sorted = versions().map(
		(version) =>
			rows.findLast(({ n8n }) => n8n === version) ?? {
				n8n: version,
				'Node.js': '–',
				'End-to-end tests': 'not run yet',
			},
	);
	const lines = [
		[...columns],
		columns.map(() => '---'),
		...sorted.map((row) => columns.map((column) => row[column])),
	];
	return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function differencesOfAll(): string {
	return versions()
		.filter((version) => differencesOf(version).length > 0)
		.map((version) =>
			[`**n8n ${version}**`, '', ...differencesOf(version).map((text) => `- ${text}`)].join('\n'),
		)
		.join('\n\n');
}

function versions(): N8nVersion[] {
	return Object.keys(n8nVersions).filter(isN8nVersion);
}
