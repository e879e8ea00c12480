// Installs what package-lock.json names where that has not been done yet, so that one command is enough
// on a fresh clone. Plain JavaScript: it runs before anything is installed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const OLDEST_NODE = [20, 19];
const INSTALLED_LOCKFILE = 'node_modules/.installed-lockfile';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
	console.error(`Node.js ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.version}.`);
	process.exit(1);
}

const lockfile = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const installed = existsSync(INSTALLED_LOCKFILE) ? readFileSync(INSTALLED_LOCKFILE, 'utf8') : '';

if (installed !== lockfile) {
	console.log('Installing the development dependencies (npm ci, two to three minutes) …');
	// Scripts stay off: n8n's lint plugin refuses npm in its preinstall, and nothing here needs one.
	execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
		stdio: 'inherit',
	});
	writeFileSync(INSTALLED_LOCKFILE, lockfile);
}
