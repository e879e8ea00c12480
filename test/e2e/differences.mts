import type { N8nVersion } from '../../sandbox/n8n/versions.mts';

/** What is different for a user of each version, for the README's table. */
export const differences: Readonly<Record<N8nVersion, readonly string[]>> = {
	'2.41.1': [],
	'2.8.4': [],
	'1.123.81': [],
};
