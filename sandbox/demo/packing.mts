import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Packs the built package as `npm publish` would.
 *
 * @param folder where the tarball goes
 * @returns the tarball's path
 * @throws an Error with npm's output, when it fails
 */
export async function packPackage(folder: string): Promise<string> {
	const { stdout } = await execa('npm', ['pack', '--json', '--pack-destination', folder], {
		cwd: root,
	});
	const [packed] = JSON.parse(stdout) as Array<{ filename: string }>;
	if (!packed) throw new Error(`npm pack named no tarball: ${stdout}`);
	return join(folder, packed.filename);
}
