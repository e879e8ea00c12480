// npm run dev
// A real n8n with the node of this checkout, beside a simulated RSA tenant. A file that is saved is compiled into the
// installed package, and n8n loads it again.
import { join } from 'node:path';
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

const tenant = await startLeaversTenant();
try {
	const instance = await createInstanceOfCheckout({ environment: reloading });
	const compiler = keepUpToDate(instance);
	try {
		await instance.importCredentials([keyCredentialFor(tenant)]);
		await instance.importWorkflows([await leaversWorkflow()]);
		await openEditor(instance);
		print(`The tenant: ${tenant.origin}, with the users and tokens of sandbox/demo/leavers.mts`);
		print(
			'Save a file: n8n loads it as soon as it is compiled. Ctrl+C stops n8n and the tenant and deletes both.\n',
		);
		await Promise.race([untilInterrupted(), failureOf(compiler)]);
	} finally {
		await compiler.stop(STOP_TIMEOUT);
		await instance.remove();
	}
} finally {
	await tenant.stop();
}

/** @throws an Error when the compiler ends, which it does not by itself. */
async function failureOf({ ended, output }: ChildProcess): Promise<never> {
	const exitCode = await ended;
	throw new Error(`gulp watch ended with ${exitCode}:\n${tailOf(output.all)}`);
}

/** Compiles what is saved into the installed package. */
function keepUpToDate({ userFolder, packageName }: N8nInstance) {
	say('Compiling each file that you save');
	const dist = join(userFolder, '.n8n', 'nodes', 'node_modules', packageName, 'dist');
	return startProcess({
		file: process.execPath,
		parameters: [join(root, 'node_modules/gulp/bin/gulp.js'), 'watch', '--to', dist],
		folder: root,
		environment: process.env,
		onText: (text) => process.stdout.write(text),
	});
}
