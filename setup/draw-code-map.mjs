// Draws the product code's folders and the imports between them into docs/code-map.md; with --check it
// only checks whether the picture there is up to date.
import { readFile, writeFile } from 'node:fs/promises';
import { cruise } from 'dependency-cruiser';

import config from '../.dependency-cruiser.mjs';

const PAGE = new URL('../docs/code-map.md', import.meta.url);
const PICTURE = /```mermaid\n[^]*?```/;

/** Each is a box, with what is below it, unless that is a box of its own. */
const BOXES = [
	'nodes/RsaSecurId',
	'nodes/RsaSecurId/client',
	'nodes/RsaSecurId/listSearch',
	'nodes/RsaSecurId/resources',
	'nodes/RsaSecurId/run',
	'nodes/RsaSecurIdTrigger',
	'credentials',
	'rsa/authenticators',
	'rsa/authorization',
	'rsa/delivery',
	'rsa/emergencyAccessCodes',
	'rsa/errors',
	'rsa/eventLogs',
	'rsa/hardwareTokens',
	'rsa/highRiskUsers',
	'rsa/http',
	'rsa/reports',
	'rsa/throttle',
	'rsa/users',
	'rsa/values',
];
const FRAMES = ['nodes', 'rsa'];

const boxOf = (file) => BOXES.findLast((box) => file.startsWith(`${box}/`));
const nameOf = (box) => box.replaceAll('/', '_');

async function importsBetweenBoxes() {
	const { output } = await cruise(['nodes', 'credentials', 'rsa'], config.options);
	const imports = output.modules.flatMap(({ source, dependencies }) =>
		dependencies.map(({ resolved }) => [boxOf(source), boxOf(resolved)]),
	);
	const drawn = imports.filter(([from, to]) => to && from !== to);
	return [...new Set(drawn.map(([from, to]) => `${nameOf(from)} --> ${nameOf(to)}`))].sort();
}

function boxesIn(frame) {
	return BOXES.filter((box) => FRAMES.find((name) => box.startsWith(name)) === frame).map(
		(box) => `${nameOf(box)}["${box}/"]`,
	);
}

async function draw() {
	const frames = FRAMES.flatMap((frame) => [
		`subgraph ${frame}_frame[" "]`,
		...boxesIn(frame).map((line) => `\t${line}`),
		'end',
	]);
	const lines = [...frames, ...boxesIn(undefined), ...(await importsBetweenBoxes())];
	return ['```mermaid', 'flowchart TD', ...lines.map((line) => `\t${line}`), '```'].join('\n');
}

const page = await readFile(PAGE, 'utf8');
const redrawn = page.replace(PICTURE, await draw());
if (!process.argv.includes('--check')) {
	await writeFile(PAGE, redrawn);
} else if (page !== redrawn) {
	console.error('The picture in docs/code-map.md is out of date. Draw it again: npm run map');
	process.exitCode = 1;
}
