import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

import type { N8nInstance } from '../../sandbox/n8n/instance.mts';

/**
 * Characters of a piece, and from one to the next. SQLite cuts a long text where a page ends, so that a whole
 * secret may stand nowhere in one piece; pieces that overlap are found all the same.
 */
const PIECE = { length: 24, step: 8 };

/**
 * Looks for secrets in all that an n8n keeps and says: every file of its user folder (the database with its
 * saved executions among them) and everything its processes wrote.
 *
 * @param secrets by name; a token's last part counts, its header and claims are no secret
 * @returns the places of pieces of them, as `name: place`
 */
export async function placesWithSecrets(
	secrets: Readonly<Record<string, string>>,
	instance: N8nInstance,
): Promise<string[]> {
	const owners = ownersOfPieces(secrets);
	const found: string[] = [];
	const search = (place: string, text: string) => {
		for (const what of secretsIn(text, owners)) found.push(`${what}: ${place}`);
	};
	search('standard streams', instance.output);
	const entries = await readdir(instance.userFolder, { recursive: true, withFileTypes: true });
	// The packages that npm installed are older than any secret.
	const isData = (path: string) => !path.split(sep).includes('node_modules');
	for (const entry of entries.filter((file) => file.isFile() && isData(file.parentPath))) {
		search(entry.name, await contentOf(join(entry.parentPath, entry.name)));
	}
	return found;
}

/** The n8n still runs: a file that it deleted in the meantime, such as SQLite's journal, keeps nothing. */
async function contentOf(path: string): Promise<string> {
	try {
		return await readFile(path, 'latin1');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
		throw error;
	}
}

/** The secrets that each piece is of. */
function ownersOfPieces(secrets: Readonly<Record<string, string>>): Map<string, string[]> {
	const owners = new Map<string, string[]>();
	for (const [what, secret] of Object.entries(secrets)) {
		for (const piece of piecesOf(secret)) owners.set(piece, [...(owners.get(piece) ?? []), what]);
	}
	return owners;
}

/** Goes through a text only once: to search for some thousand pieces one by one takes minutes. */
function secretsIn(text: string, owners: ReadonlyMap<string, readonly string[]>): Set<string> {
	const found = new Set<string>();
	for (let start = 0; start <= text.length - PIECE.length; start += 1) {
		const owned = owners.get(text.slice(start, start + PIECE.length));
		for (const what of owned ?? []) found.add(what);
	}
	return found;
}

function piecesOf(secret: string): string[] {
	const text = secret.split('.').at(-1) ?? '';
	const starts = Array.from(
		{ length: Math.floor((text.length - PIECE.length) / PIECE.step) + 1 },
		(_, index) => index * PIECE.step,
	);
	if (starts.length === 0) throw new Error('A secret is too short to be searched for');
	return starts.map((start) => text.slice(start, start + PIECE.length));
}
