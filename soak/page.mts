import { readFile, writeFile } from 'node:fs/promises';

import { table } from '../bench/table.mts';
import type { SoakFigures } from './figures.mts';

const marks = { begin: '<!-- soak -->', end: '<!-- /soak -->' };

/**
 * Writes the figures of a soak into their place on a page. The rest of the page stays.
 *
 * @param file the page, as Markdown
 * @throws an Error if it has no such place
 */
export async function publish(figures: SoakFigures, file: string): Promise<void> {
	const page = await readFile(file, 'utf8');
	const begin = page.indexOf(marks.begin);
	const end = page.indexOf(marks.end);
	if (begin < 0 || end < begin) throw new Error(`${file} has no place for the figures`);
	const before = page.slice(0, begin + marks.begin.length);
	await writeFile(file, `${before}\n\n${section(figures)}\n\n${page.slice(end)}`);
}

function section(figures: SoakFigures): string {
	const isAllKnown = figures.targets.unknown === 0;
	return [
		runTable(figures),
		resultTable(figures),
		...(isAllKnown ? [] : [unknownTable(figures)]),
		faultTable(figures),
	].join('\n\n');
}

function runTable({ date, minutes, seed, n8n, node, executions, items, requests }: SoakFigures) {
	return rows('Run', [
		['Date', date],
		['Minutes', minutes],
		['Seed', seed],
		['n8n', `${n8n} on Node.js ${node}`],
		...Object.entries(executions)
			.sort(([one], [other]) => one.localeCompare(other))
			.map(([status, count]) => [`Executions: ${status}`, count] as const),
		['Items', items],
		['Requests', requests],
	]);
}

function resultTable({ targets, disagreements }: SoakFigures): string {
	return rows('Hardware tokens, devices, codes and users', [
		['In items', targets.total],
		['Reported as done', targets.done],
		['Reported as failed, not changed', targets.failed],
		['Reported as unknown', targets.unknown],
		['In executions that were cut short', targets.cutShort],
		['Lost: missing in an execution that finished', targets.lost],
		['Reported wrongly', disagreements.length],
		['Sent again after the change was made', targets.sentTwice],
		['Not done after a second run without faults', targets.notDoneAtTheEnd],
		['Changed by one more run of all items', targets.changedByTheSecondRun],
	]);
}

function unknownTable({ unknown }: SoakFigures): string {
	return rows(
		'Reported as unknown, by text',
		Object.entries(unknown).sort(([, one], [, other]) => other - one),
	);
}

function faultTable({ faults, blows }: SoakFigures): string {
	return rows('Faults injected', [
		...Object.entries(faults).sort(([one], [other]) => one.localeCompare(other)),
		['Times that connections were refused', blows.connectionsRefused],
		['Times that all access tokens were revoked', blows.accessTokensRevoked],
		['Executions cancelled', blows.cancelled],
		['n8n killed (SIGKILL)', blows.killed],
		['n8n stopped (SIGTERM)', blows.stopped],
	]);
}

function rows(title: string, entries: ReadonlyArray<readonly [string, string | number]>): string {
	return table(
		[title, ''],
		entries.map(([name, value]) => [
			name,
			typeof value === 'number' ? value.toLocaleString('en') : value,
		]),
	);
}
