// npm run dev
// A real n8n with the node of this checkout, beside a simulated RSA tenant. A file that is saved is compiled into the
// installed package, and n8n loads it again.
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { startProcess, tailOf, type ChildProcess } from '../n8n/child-process.mts';
import type { N8nInstance } from '../n8n/instance.mts';
import { createInstanceOfCheckout, openEditor, untilInterrupted } from './checkout-instance.mts';
import { print, say } from './console.mts';
import { keyCredentialFor, leaversWorkflow, startLeaversTenant } from './leavers.mts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** n8n watches the folders of its packages (n8n 2.41.1, load-nodes-and-credentials.js, setupHotReload). */
const reloading = { N8N_DEV_RELOAD: 'true' };
/** ms that gulp has to end. */
const STOP_TIMEOUT = 5_000;
/** ms between two signs of life for n8n's watcher. */
const WATCHER_POLL = 500;
/** ms that n8n has until it watches. Seen: 0.7 s after it is ready. */
const WATCHER_TIMEOUT = 60_000;

const tenant = await startLeaversTenant();
try {
	const instance = await createInstanceOfCheckout({ environment: reloading });
	try {
		await instance.importCredentials([keyCredentialFor(tenant)]);
		await instance.importWorkflows([await leaversWorkflow()]);
		await openEditor(instance);
		print(`The tenant: ${tenant.origin}, with the users and tokens of sandbox/demo/leavers.mts`);
		await untilWatched(instance);
		print(
			'Save a file: n8n loads it as soon as it is compiled. Ctrl+C stops n8n and the tenant and deletes both.\n',
		);
		await compileUntilInterrupted(instance);
	} finally {
		await instance.remove();
	}
} finally {
	await tenant.stop();
}

/**
 * Waits until n8n loads files of the package again. It starts to watch after it is ready, and what is written before
 * that is never loaded. The compiler compiles everything at its start, so what was saved in the meantime is loaded then.
 * @throws an Error with the end of n8n's log if it does not watch in time.
 */
async function untilWatched(instance: N8nInstance): Promise<void> {
	const node = join(distOf(instance), 'nodes/RsaSecurId/RsaSecurId.node.js');
	const deadline = Date.now() + WATCHER_TIMEOUT;
	while (!instance.output.includes(`Hot reload triggered for ${instance.packageName}`)) {
		if (Date.now() > deadline) throw new Error(`n8n does not watch:\n${tailOf(instance.output)}`);
		const now = new Date();
		await utimes(node, now, now);
		await sleep(WATCHER_POLL);
	}
}

/** @throws an Error if the compiler ends, which it does not by itself. */
async function compileUntilInterrupted(instance: N8nInstance): Promise<void> {
	const compiler = startCompiler(instance);
	try {
		await Promise.race([untilInterrupted(), failureOf(compiler)]);
	} finally {
		await compiler.stop(STOP_TIMEOUT);
	}
}

/** @throws an Error when the compiler ends. */
async function failureOf({ ended, output }: ChildProcess): Promise<never> {
	const exitCode = await ended;
	throw new Error(`gulp watch ended with ${exitCode}:\n${tailOf(output.all)}`);
}

/** Compiles what is saved into the installed package. */
function startCompiler(instance: N8nInstance) {
	say('Compiling each file that you save');
	return startProcess({
		file: process.execPath,
		parameters: [join(root, 'node_modules/gulp/bin/gulp.js'), 'watch', '--to', distOf(instance)],
		folder: root,
		environment: process.env,
		onText: (text) => process.stdout.write(text),
	});
}

/** The compiled files of the installed package. */
function distOf({ userFolder, packageName }: N8nInstance): string {
	return join(userFolder, '.n8n', 'nodes', 'node_modules', packageName, 'dist');
}
