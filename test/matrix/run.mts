// npm run test:matrix [-- --check] [--older | VERSION …]
// Runs the end-to-end tests on each pinned n8n and writes the README's compatibility table from what came of it,
// and the differences between the versions into docs/installation.md.
import { parseArgs } from 'node:util';

import { isN8nVersion, n8nVersions, testedN8nVersion } from '../../sandbox/n8n/versions.mts';
import type { N8nVersion } from '../../sandbox/n8n/versions.mts';
import { updateCompatibility } from './compatibility.mts';
import { runEndToEnd, type EndToEndResult } from './end-to-end.mts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		/** Changes no file, and fails if a page says something else than this run. */
		check: { type: 'boolean', default: false },
		/** All versions but the one that `npm test` runs. */
		older: { type: 'boolean', default: false },
	},
});

const results: EndToEndResult[] = [];
for (const version of versionsToRun()) {
	console.log(`\nEnd-to-end tests on n8n ${version}`);
	results.push(await runEndToEnd(version));
}
const isAsCommitted = await updateCompatibility(results, { write: !values.check });
if (values.check && !isAsCommitted) {
	console.error(
		"The README's compatibility table or docs/installation.md is out of date: run npm run test:matrix.",
	);
	process.exitCode = 1;
}
if (total('failed') > 0) process.exitCode = 1;
console.log(totals());

function versionsToRun(): N8nVersion[] {
	const all = Object.keys(n8nVersions).filter(isN8nVersion);
	const unknown = positionals.filter((text) => !isN8nVersion(text));
	if (unknown.length > 0)
		throw new Error(`Not pinned: ${unknown.join(', ')}; ${all.join(', ')} are`);
	if (values.older) return all.filter((version) => version !== testedN8nVersion);
	return positionals.length > 0 ? positionals.filter(isN8nVersion) : all;
}

function total(kind: 'passed' | 'failed' | 'leftOut'): number {
	return results.reduce((sum, result) => sum + result[kind], 0);
}

/** As Jest ends, for .ci/run to count. */
function totals(): string {
	const [failed, leftOut, passed] = [total('failed'), total('leftOut'), total('passed')];
	return `Tests: ${failed} failed, ${leftOut} skipped, ${passed} passed, ${failed + leftOut + passed} total`;
}
