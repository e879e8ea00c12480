import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { N8nInstance } from '../../sandbox/n8n/instance.mts';

/** Characters. SQLite cuts a long text where a page ends, so that a whole token may stand nowhere in one piece. */
const PIECE = 40;

/**
 * Looks for a JSON Web Token in all that an n8n keeps and says: every file of its user folder (the
 * database with its saved executions among them) and everything its processes wrote.
 *
 * @returns where pieces of its signature stand; the rest of a token is no secret
 */
export async function placesHolding(
	jsonWebToken: string,
	instance: N8nInstance,
): Promise<string[]> {
	const pieces = signaturePieces(jsonWebToken);
	const holds = (text: string) => pieces.some((piece) => text.includes(piece));
	const entries = await readdir(instance.userFolder, { recursive: true, withFileTypes: true });
	const places: string[] = holds(instance.output) ? ['standard streams'] : [];
	for (const entry of entries.filter((candidate) => candidate.isFile())) {
		const path = join(entry.parentPath, entry.name);
		if (holds(await readFile(path, 'latin1'))) places.push(entry.name);
	}
	return places;
}

function signaturePieces(jsonWebToken: string): string[] {
	const signature = jsonWebToken.split('.')[2] ?? '';
	return signature.match(new RegExp(`.{${PIECE}}`, 'g')) ?? [];
}
