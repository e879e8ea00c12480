// Runs scripts of package.json side by side, one for each core, in the given order, and prints what each one wrote in
// one piece when it ends. All of them run to their end; if one fails, this fails.
//   node setup/run-in-parallel.mjs lint:types lint:format
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

const names = process.argv.slice(2);
const waiting = [...names];
const failed = [];

await Promise.all(Array.from({ length: availableParallelism() }, runThoseThatWait));
if (failed.length > 0) {
	console.error(`\nFailed: ${failed.join(', ')}`);
	process.exitCode = 1;
}

async function runThoseThatWait() {
	for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await run(name);
}

async function run(name) {
	const startedAt = Date.now();
	const script = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] });
	const output = [];
	for (const stream of [script.stdout, script.stderr])
		stream.on('data', (part) => output.push(part));
	const [exitCode] = await once(script, 'close');
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	console.log(`\n${exitCode === 0 ? 'Passed' : 'Failed'}: ${name} (${seconds} s)`);
	process.stdout.write(Buffer.concat(output));
	if (exitCode !== 0) failed.push(name);
}
