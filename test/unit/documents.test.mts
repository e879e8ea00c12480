import { access, readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A person reads it in five minutes; everything else has a page in docs/. */
const WORDS_OF_README = 900;

const pages = (
	await Promise.all(
		['.', 'docs'].map(async (folder) =>
			(await readdir(join(root, folder)))
				.filter((name) => name.endsWith('.md'))
				.map((name) => join(folder, name)),
		),
	)
).flat();

const text = async (page: string) => await readFile(join(root, page), 'utf8');

describe.each(pages)('%s', (page) => {
	test('leads to files and headings that are there', async () => {
		const links = [...(await text(page)).matchAll(/(?:\]\(|(?:src|srcset)=")([^)"\s]+)/g)]
			.map(([, address = '']) => address)
			.filter((address) => !/^(https?|mailto):/.test(address));

		expect(await deadLinks(page, links)).toEqual([]);
	});
});

test('README.md is short', async () => {
	const words = (await text('README.md')).split(/\s+/).filter((word) => word !== '');

	expect(words.length).toBeLessThan(WORDS_OF_README);
});

async function deadLinks(page: string, links: readonly string[]): Promise<string[]> {
	const checked = await Promise.all(
		links.map(async (link) => ((await isAlive(page, link)) ? [] : [link])),
	);
	return checked.flat();
}

async function isAlive(page: string, link: string): Promise<boolean> {
	const [path = '', heading] = link.split('#');
	const target = path === '' ? page : relative(root, join(root, dirname(page), path));
	if (heading === undefined) return await exists(target);
	return (await exists(target)) && anchorsIn(await text(target)).includes(heading);
}

async function exists(path: string): Promise<boolean> {
	return await access(join(root, path)).then(
		() => true,
		() => false,
	);
}

/** The anchors that GitHub makes of the headings: lower case, blanks as hyphens, other signs left out. */
function anchorsIn(markdown: string): string[] {
	return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);
}
