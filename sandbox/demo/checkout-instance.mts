import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

import { installN8n } from '../n8n/installation.mts';
import { createInstance, type InstanceSettings, type N8nInstance } from '../n8n/instance.mts';
import { print, say } from './console.mts';
import { packPackage } from './packing.mts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Makes an n8n that has nothing but the node of this checkout, which is built, packed and installed for it. Installs
 * n8n itself if it is missing, and says what it does.
 * @throws an Error with the end of the output if a step fails.
 */
export async function createInstanceOfCheckout(
	settings: Omit<InstanceSettings, 'installation'> = {},
): Promise<N8nInstance> {
	const installation = await installN8n({ onProgress: say });
	say('Building and packing the node');
	await execa('npm', ['run', '--silent', 'build'], { cwd: root });
	const folder = await mkdtemp(join(tmpdir(), 'rsa-securid-package-'));
	try {
		const packageTarball = await packPackage(folder);
		say(`Installing the packed node in an empty n8n ${installation.version}`);
		return await createInstance({ ...settings, installation, packageTarball });
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Starts the editor and says how to sign in. */
export async function openEditor(instance: N8nInstance): Promise<void> {
	await instance.start();
	const { email, password } = await instance.setUpOwner();
	print(`\nThe editor: ${instance.url}\nSign in as:  ${email}\nPassword:    ${password}`);
}

/** Waits for Ctrl+C. */
export async function untilInterrupted(): Promise<void> {
	await new Promise<void>((resolve) => {
		process.once('SIGINT', resolve);
		process.once('SIGTERM', resolve);
	});
}
