import type { N8nVersion } from '../../sandbox/n8n/versions.mts';

const byHand = 'installed by hand with `npm install --omit=peer`, as above';

/** What is different for a user of each version, for the README's table. */
export const differences: Readonly<Record<N8nVersion, readonly string[]>> = {
	'2.41.1': [],
	'2.8.4': [byHand],
	'1.123.81': [byHand],
};
