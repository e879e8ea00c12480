// Installs what package-lock.json names where that has not been done yet, so that one command is enough
// on a fresh clone. Plain JavaScript: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { isInstalledIn, lockfileAt, requestsFor } from './installed-packages.mjs';
import { showNpmProgress } from './npm-progress.mjs';

const OLDEST_NODE = [20, 19];
const TITLE = 'Installing the development dependencies';
/** Lines of npm's log that are shown if it fails. */
const LINES_OF_FAILURE = 40;

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
	console.error(`Node.js ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.version}.`);
	process.exit(1);
}

if (!isInstalledIn('.')) process.exitCode = await install();

/** @returns npm's exit code */
async function install() {
	// Scripts stay off: n8n's lint plugin refuses npm in its preinstall, and nothing here needs one.
	const npm = spawn(
		'npm',
		['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
		{
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	);
	const progress = process.stdout.isTTY
		? showNpmProgress(
				{ title: TITLE, requests: requestsFor(lockfileAt('package-lock.json')) },
				process.stdout,
			)
		: undefined;
	if (!progress) console.log(`${TITLE} (npm ci, two to three minutes) …`);
	let log = '';
	for (const stream of [npm.stdout, npm.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => {
			log += text;
			progress?.receive(text);
		});
	}
	const [exitCode] = await once(npm, 'close');
	progress?.end(exitCode === 0 ? 'The development dependencies are installed' : TITLE);
	if (exitCode !== 0) console.error(failureIn(log));
	return exitCode ?? 1;
}

/** @param {string} log */
function failureIn(log) {
	const lines = log.split('\n').filter((line) => !/^npm (http|warn)/.test(line));
	return `npm ci failed:\n${lines.slice(-LINES_OF_FAILURE).join('\n')}`;
}
