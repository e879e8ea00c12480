import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

import { packPackage } from '../sandbox/demo/packing.mts';
import { installN8n } from '../sandbox/n8n/installation.mts';
import { CleanUp, cleanUpOnSignals } from '../bench/clean-up.mts';
import { environmentWith } from '../bench/environment.mts';
import { orderOf } from './command-line.mts';
import { isClean } from './figures.mts';
import { publish } from './page.mts';
import { Soak } from './soak.mts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { minutes, seed, onlyPrints } = orderOf(process.argv.slice(2));
const folder = await mkdtemp(join(tmpdir(), 'rsa-securid-soak-'));

const cleanUp = new CleanUp(sayFailed);
cleanUp.add(async () => {
	await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});
const stopListening = cleanUpOnSignals(cleanUp);
try {
	const installation = await installN8n({ onProgress: say });
	say('Building and packing the node');
	await execa('npm', ['run', '--silent', 'build'], { cwd: root });
	const packageTarball = await packPackage(folder);
	const soak = await Soak.start({ installation, packageTarball, seed, cleanUp, say });
	const { n8n, node } = await environmentWith(installation);
	const figures = { ...(await soak.run(minutes)), n8n, node };
	say(JSON.stringify(figures, undefined, '\t'));
	if (!onlyPrints) {
		await writeFile(
			join(root, 'docs/reliability.json'),
			`${JSON.stringify(figures, undefined, '\t')}\n`,
		);
		await publish(figures, join(root, 'docs/reliability.md'));
	}
	if (!isClean(figures)) process.exitCode = 1;
} finally {
	await cleanUp.run();
	stopListening();
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

function sayFailed(error: unknown): void {
	console.error(error);
	process.exitCode = 1;
}
