import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import JestRunner from 'jest-runner';

/** Files of the run without a mutant: their tests and ms, and how long the file takes beside them. */
const recordIn = (rootDir) => path.join(rootDir, '.test-files.json');

const readRecord = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});

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

	#covering(tests, record) {
		const pattern = new RegExp(this._globalConfig.testNamePattern || '', 'i');
		const cost = ({ path: name }) => {
			const { durations, total } = record[name] ?? { durations: {}, total: 0 };
			const named = Object.entries(durations).filter(([fullName]) => pattern.test(fullName));
			if (name in record && named.length === 0) return undefined;
			const sum = (entries) => entries.reduce((all, [, duration]) => all + duration, 0);
			return total - sum(Object.entries(durations)) + sum(named);
		};
		return tests
			.map((test) => ({ test, cost: cost(test) }))
			.filter((each) => each.cost !== undefined)
			.sort((one, other) => one.cost - other.cost)
			.map(({ test }) => test);
	}
}
