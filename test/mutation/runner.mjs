import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import JestRunner from 'jest-runner';

/** Tests. All tests of a file take less time than a search for so many names among them. */
const LONG_PATTERN = 100;

/**
 * Jest's runner for a mutant: none of the test files without a test that covers it, those first that are quick and
 * noticed many others, and none after the first that notices it. Jest itself loads all files, and cannot end a run
 * early for Stryker (https://github.com/jestjs/jest/issues/11766).
 */
export default class FirstFailureRunner extends JestRunner {
	async runTests(tests, watcher, options) {
		const record = new TestRecord(tests[0]?.context.config.rootDir ?? '.');
		const isMutant = process.env['__STRYKER_ACTIVE_MUTANT__'] !== undefined;
		let hasFailed = false;
		this.on('test-file-failure', () => (hasFailed = true));
		this.on('test-file-success', ([test, result]) => {
			hasFailed ||= result.numFailingTests > 0;
			if (!isMutant) record.add(test.path, result);
			else if (hasFailed) record.countMutant(test.path);
		});
		for (const test of isMutant ? this.#covering(tests, record) : tests) {
			await super.runTests([test], watcher, options);
			if (isMutant && hasFailed) break;
		}
		record.save();
	}

	#covering(tests, record) {
		const names = namesIn(this._globalConfig.testNamePattern ?? '');
		if (names.size > LONG_PATTERN) {
			this._globalConfig = { ...this._globalConfig, testNamePattern: undefined };
		}
		return tests
			.map((test) => ({ test, cost: record.costOf(test.path, names) }))
			.filter(({ cost }) => cost !== undefined)
			.sort((one, other) => one.cost - other.cost)
			.map(({ test }) => test);
	}
}

/** The names of the tests in the pattern that Stryker makes of them: `(one)|(other)`, with characters escaped. */
function namesIn(pattern) {
	const names = pattern.slice(1, -1).split(')|(');
	return new Set(pattern === '' ? [] : names.map((name) => name.replace(/\\(.)/g, '$1')));
}

/** What is known of the test files: their tests and how long these take, in ms, and how many mutants they noticed. */
class TestRecord {
	#file;
	#rows;

	constructor(rootDir) {
		this.#file = path.join(rootDir, '.test-record.json');
		this.#rows = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : {};
	}

	/** The run without a mutant. */
	add(name, { perfStats, testResults }) {
		const tests = testResults.map(({ fullName, duration }) => [fullName, duration ?? 0]);
		this.#rows[name] = { tests, total: perfStats.runtime, mutants: 0 };
	}

	countMutant(name) {
		const row = this.#rows[name];
		if (row !== undefined) row.mutants += 1;
	}

	/** ms for each mutant that the file is likely to notice; undefined if it holds none of these tests. */
	costOf(name, names) {
		const row = this.#rows[name];
		if (row === undefined) return 0;
		const covering = row.tests.filter(([fullName]) => names.size === 0 || names.has(fullName));
		if (covering.length === 0) return undefined;
		return (row.total - sumOf(row.tests) + sumOf(covering)) / (1 + row.mutants);
	}

	save() {
		writeFileSync(this.#file, JSON.stringify(this.#rows));
	}
}

const sumOf = (tests) => tests.reduce((sum, [, duration]) => sum + duration, 0);
