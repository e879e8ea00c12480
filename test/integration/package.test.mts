import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';

import { packPackage } from '../../sandbox/demo/packing.mts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * n8n's scanner over a folder, as the registry's portal runs it over source and tarball. In a process of
 * its own: ESLint loads its rules in a way that Jest's module loader does not know.
 */
async function scan(
	folder: string,
	filePatterns: 'SOURCE_FILE_PATTERNS' | 'TARBALL',
): Promise<unknown> {
	const script = `
		import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
		const patterns = { SOURCE_FILE_PATTERNS, TARBALL: ['**/*.js', 'package.json'] };
		const result = await analyzePackage(${JSON.stringify(folder)}, patterns.${filePatterns});
		process.stdout.write('\\n' + JSON.stringify(result));`;
	// n8n's rules take every file for a test file of their own where NODE_ENV is Jest's "test".
	const env = { NODE_ENV: 'production' };
	const { stdout } = await execa('node', ['--input-type=module', '--eval', script], {
		cwd: root,
		env,
	});
	return JSON.parse(stdout.split('\n').at(-1) ?? '');
}

describe('the package as it is published', () => {
	let folder: string;
	let packageFolder: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'packed-'));
		const tarball = await packPackage(folder);
		await execa('tar', ['-xzf', tarball, '-C', folder]);
		packageFolder = join(folder, 'package');
	}, 60_000);

	afterAll(async () => {
		await rm(folder, { recursive: true, force: true });
	});

	test('contains what a user needs and nothing else', async () => {
		const files = await readdir(packageFolder, { recursive: true, withFileTypes: true });
		const paths = files
			.filter((file) => file.isFile())
			.map((file) => join(file.parentPath, file.name).slice(packageFolder.length + 1));
		const expected =
			/^(package\.json|README\.md|LICENSE\.md|dist\/(credentials|nodes|rsa)\/[\w/]+(\.node|\.credentials)?\.(js|json)|dist\/nodes\/RsaSecurId\/__schema__\/v1\.0\.0\/\w+\/\w+\.json|dist\/icons\/\w+(\.dark)?\.svg)$/;
		expect(paths.filter((path) => !expected.test(path))).toEqual([]);
		expect(paths).toEqual(
			expect.arrayContaining([
				'dist/credentials/RsaCloudAdministrationApi.credentials.js',
				'dist/nodes/RsaSecurId/RsaSecurId.node.js',
				'dist/nodes/RsaSecurId/RsaSecurId.node.json',
				'dist/nodes/RsaSecurIdTrigger/RsaSecurIdTrigger.node.js',
				'dist/nodes/RsaSecurIdTrigger/RsaSecurIdTrigger.node.json',
				'dist/nodes/RsaSecurId/__schema__/v1.0.0/hardwareToken/unassign.json',
				'dist/icons/rsaSecurId.svg',
				'dist/icons/rsaSecurId.dark.svg',
			]),
		);
	});

	test('needs nothing at run time but n8n', async () => {
		const manifest = JSON.parse(
			await readFile(join(packageFolder, 'package.json'), 'utf8'),
		) as object;
		expect(manifest).toMatchObject({ peerDependencies: { 'n8n-workflow': '*' } });
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest).not.toHaveProperty('overrides');
	});

	test("passes n8n's scanner", async () => {
		expect(await scan(packageFolder, 'TARBALL')).toEqual({ passed: true });
	}, 60_000);

	test("would not pass n8n's scanner with a forbidden import", async () => {
		const file = join(packageFolder, 'dist', 'forbidden.js');
		await writeFile(file, "require('node:fs');");
		expect(await scan(packageFolder, 'TARBALL')).toMatchObject({ passed: false });
		await rm(file);
	}, 60_000);
});

test("the checkout passes n8n's scanner", async () => {
	expect(await scan(root, 'SOURCE_FILE_PATTERNS')).toEqual({ passed: true });
}, 60_000);
