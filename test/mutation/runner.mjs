import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import JestRunner from 'jest-runner';

/** Files of the run without a mutant: their tests and ms, and how long the file takes beside them. */
const recordIn = (rootDir) => path.join(rootDir, '.test-files.json');

const readRecord = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});

/** Tests. All tests of a file take less time than a search for so many names among them. */
const LONG_PATTERN = 100;

/**
 * Jest's runner for a mutant: the quickest test files first, none of the files without a test that covers it, and none
 * after the first that notices it. Jest itself loads all files, and cannot end a run early for Stryker
 * (https://github.com/jestjs/jest/issues/11766).
 */
export default class FirstFailureRunner extends JestRunner {
	async runTests(tests, watcher, options) {
		const file = recordIn(tests[0]?.context.config.rootDir ?? '.');
		const isMutant = process.env['__STRYKER_ACTIVE_MUTANT__'] !== undefined;
		const record = readRecord(file);
		const covering = isMutant ? this.#covering(tests, record) : tests;
		let hasFailed = false;
		this.on('test-file-failure', () => (hasFailed = true));
		this.on('test-file-success', ([test, { numFailingTests, perfStats, testResults }]) => {
			hasFailed ||= numFailingTests > 0;
			const durations = Object.fromEntries(
				testResults.map(({ fullName, duration }) => [fullName, duration ?? 0]),
			);
			record[test.path] = { durations, total: perfStats.runtime };
		});
		for (const test of covering) {
			if (isMutant && hasFailed) break;
			await super.runTests([test], watcher, options);
		}
		if (!isMutant) writeFileSync(file, JSON.stringify(record));
	}

	/** The files with a test that covers the mutant, the quickest first. */
	#covering(tests, record) {
		const names = namesIn(this._globalConfig.testNamePattern ?? '');
		const isCovering = ([name]) => names.size === 0 || names.has(name);
		const cost = ({ path: name }) => {
			const { durations, total } = record[name] ?? { durations: {}, total: 0 };
			const all = Object.entries(durations);
			const covering = all.filter(isCovering);
			if (name in record && covering.length === 0) return undefined;
			return total - sumOf(all) + sumOf(covering);
		};
		if (names.size > LONG_PATTERN) {
			this._globalConfig = { ...this._globalConfig, testNamePattern: undefined };
		}
		return tests
			.map((test) => ({ test, cost: cost(test) }))
			.filter((each) => each.cost !== undefined)
			.sort((one, other) => one.cost - other.cost)
			.map(({ test }) => test);
	}
}

const sumOf = (durations) => durations.reduce((sum, [, duration]) => sum + duration, 0);

/** The names of the tests in the pattern that Stryker makes of them: `(one)|(other)`, with characters escaped. */
function namesIn(pattern) {
	const names = pattern.slice(1, -1).split(')|(');
	return new Set(pattern === '' ? [] : names.map((name) => name.replace(/\\(.)/g, '$1')));
}
