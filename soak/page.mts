import { readFile, writeFile } from 'node:fs/promises';

import { table } from '../bench/table.mts';
import type { SoakFigures } from './figures.mts';

const marks = { begin: '<!-- soak -->', end: '<!-- /soak -->' };

/**
 * Puts the figures of a soak into their place on a page; what stands around it stays.
 *
 * @param file the page, as Markdown
 * @throws an Error where it has no such place
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
	return [runTable(figures), resultTable(figures), unknownTable(figures), faultTable(figures)].join(
		'\n\n',
	);
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
		['Told as done', targets.done],
		['Told as failed, nothing changed', targets.failed],
		['Told as unknown', targets.unknown],
		['In executions cut short', targets.cutShort],
		['Lost: not told of by an execution that came to its end', targets.lost],
		['Told what is not so', disagreements.length],
		['Sent twice: a change sent again after it was made, unread', targets.sentTwice],
		['Not done after the same items ran once more without faults', targets.notDoneAtTheEnd],
		['Changed when all items ran yet another time', targets.changedByTheSecondRun],
	]);
}

function unknownTable({ unknown }: SoakFigures): string {
	return rows(
		'Told as unknown',
		Object.entries(unknown).sort(([, one], [, other]) => other - one),
	);
}

function faultTable({ faults, blows }: SoakFigures): string {
	return rows('Faults injected', [
		...Object.entries(faults).sort(([one], [other]) => one.localeCompare(other)),
		['Spells of refused connections', blows.connectionsRefused],
		['Spells of revoked access tokens', blows.accessTokensRevoked],
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
