// Jest runs this one time, before the first suite, in Node.js itself, which cannot load TypeScript.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';

export default async function setUp() {
	const { installPackedByHand } = await tsImport('../support/packed-instance.mts', import.meta.url);
	const folder = await mkdtemp(join(tmpdir(), 'n8n-e2e-'));
	const installed = installPackedByHand(folder);
	globalThis.removeInstalledPackage = async () => {
		await installed.finally(async () => {
			await rm(folder, { recursive: true, force: true });
		});
	};
}
