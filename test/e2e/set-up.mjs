// Jest runs this one time, before the first suite, in Node.js itself, which cannot load TypeScript.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';

export default async function setUp() {
	const { installPackedByHand } = await tsImport('../support/packed-instance.mts', import.meta.url);
	const folder = await mkdtemp(join(tmpdir(), 'n8n-e2e-'));
	// Jest runs no teardown after a set-up that failed.
	globalThis.removeInstalledPackage = async () => {
		await rm(folder, { recursive: true, force: true });
	};
	try {
		await installPackedByHand(folder);
	} catch (error) {
		await globalThis.removeInstalledPackage();
		throw error;
	}
}
