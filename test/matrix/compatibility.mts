import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { isN8nVersion, n8nVersions, type N8nVersion } from '../../sandbox/n8n/versions.mts';
import { differencesOf } from '../e2e/differences.mts';
import type { EndToEndResult } from './end-to-end.mts';

const readmeFile = fileURLToPath(new URL('../../README.md', import.meta.url));
const [begin, end] = ['<!-- written by npm run test:matrix -->', '<!-- end -->'];

/** What a suite of end-to-end tests stands for, by the name of its file; others stand for their name. */
const subjects: Readonly<Record<string, string>> = {
	agent: "AI agent's tool",
	examples: 'all examples',
	n8n: '*On Error* settings',
	operations: 'all operations',
	'sign-in': 'all ways to sign in',
};

/**
 * Writes what came of runs into the README's table; rows of versions that did not run stay as they are.
 * @returns whether the table said so before.
 * @throws an Error if the README has no place for the table.
 */
export async function updateCompatibility(
	results: readonly EndToEndResult[],
	{ write }: { readonly write: boolean },
): Promise<boolean> {
	const readme = await readFile(readmeFile, 'utf8');
	const [from, to] = [readme.indexOf(begin) + begin.length, readme.indexOf(end)];
	if (from < begin.length || to < from) throw new Error(`README.md has no ${begin} … ${end}`);
	const rows = new Map([
		...rowsIn(readme.slice(from, to)),
		...(await Promise.all(results.map(row))),
	]);
	const updated = `${readme.slice(0, from)}\n\n${tableOf(rows)}\n\n${readme.slice(to)}`;
	if (write) await writeFile(readmeFile, updated);
	return updated === readme;
}

type Row = readonly [version: N8nVersion, line: string];

function rowsIn(table: string): Row[] {
	return table.split('\n').flatMap((line): Row[] => {
		const version = line.split('|')[1]?.trim() ?? '';
		return isN8nVersion(version) ? [[version, line]] : [];
	});
}

async function row(result: EndToEndResult): Promise<Row> {
	const { version, suites } = result;
	const subjectsThat = (havePassed: boolean) =>
		suites
			.filter(({ hasPassed }) => hasPassed === havePassed)
			.map(({ name }) => subjects[name] ?? name.replaceAll('-', ' '))
			.join(', ') || '–';
	const cells = [
		version,
		await nodeVersionOf(version),
		subjectsThat(true),
		subjectsThat(false),
		differencesOf(version).join('; ') || '–',
	];
	return [version, `| ${cells.join(' | ')} |`];
}

async function nodeVersionOf(version: N8nVersion): Promise<string> {
	const file = new URL(`../e2e/n8n/${version}/package.json`, import.meta.url);
	const { dependencies } = JSON.parse(await readFile(file, 'utf8')) as {
		dependencies: { node: string };
	};
	return dependencies.node.split('.')[0] ?? '';
}

function tableOf(rows: ReadonlyMap<N8nVersion, string>): string {
	const lines = Object.keys(n8nVersions)
		.filter(isN8nVersion)
		.map((version) => rows.get(version) ?? `| ${version} | – | – | – | not run yet |`);
	const head = [
		'| n8n | Node.js | Passed | Failed | Differences |',
		'| --- | --- | --- | --- | --- |',
	];
	return [...head, ...lines].join('\n');
}
