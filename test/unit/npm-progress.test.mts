import { describe, expect, test } from '@jest/globals';

import { isInstalled, requestsFor } from '../../setup/installed-packages.mjs';
import { progressLine, requestCounter } from '../../setup/npm-progress.mjs';

const title = 'Installing';

describe('the line while npm installs', () => {
	test('shows a bar, percent and the time left', () => {
		expect(progressLine({ title, share: 0.5, seconds: 70 })).toBe(
			'Installing  ████████████░░░░░░░░░░░░ 50 %  1 min 10 s left',
		);
	});

	test('shows the time so far while the time left would be a guess', () => {
		expect(progressLine({ title, share: 0.01, seconds: 3 })).toBe(
			'Installing  ░░░░░░░░░░░░░░░░░░░░░░░░ 1 %  3 s',
		);
	});

	test('never says 100 % while npm still unpacks', () => {
		expect(progressLine({ title, share: 1.2, seconds: 99 })).toContain(' 99 %  1 s left');
	});

	test('shows the time so far where nothing can be counted', () => {
		expect(progressLine({ title, share: undefined, seconds: 61 })).toBe('Installing  1 min 1 s');
	});

	test('counts the requests of a log that comes in pieces, from the network and from the cache', () => {
		const count = requestCounter();
		expect(
			[
				'npm http fetch GET 200 https://registry.example/a 12ms\nnpm ht',
				'tp cache b.tgz 1ms\n',
			].map(count),
		).toEqual([1, 1]);
		expect(count('npm warn deprecated c\nadded 2 packages\n')).toBe(0);
	});
});

describe('what npm has installed', () => {
	const lockfile = {
		packages: {
			'': {},
			'node_modules/a': { integrity: 'sha512-a' },
			'node_modules/b': { integrity: 'sha512-b', optional: true, os: ['another system'] },
		},
	};

	test.each([
		['all of it', { 'node_modules/a': { integrity: 'sha512-a' } }, true],
		['another version of a package', { 'node_modules/a': { integrity: 'sha512-a2' } }, false],
		['a package less', {}, false],
		[
			'another version of an optional package',
			{ 'node_modules/a': { integrity: 'sha512-a' }, 'node_modules/b': { integrity: 'sha512-b2' } },
			false,
		],
	])('%s: is it what the lock file names?', (_what, packages, isWhatIsWanted) => {
		expect(isInstalled(lockfile, { packages })).toBe(isWhatIsWanted);
	});

	test('two requests are expected for a package, one where its address is known', () => {
		expect(requestsFor(lockfile)).toBe(2);
		expect(
			requestsFor({
				packages: { 'node_modules/a': { resolved: 'https://registry.example/a.tgz' } },
			}),
		).toBe(1);
	});
});
