import { tmpdir } from 'node:os';
import path from 'node:path';

import jestConfig from './jest.config.mjs';

const unit = jestConfig.projects.find(({ displayName }) => displayName === 'unit');

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	mutate: ['rsa/**/*.ts'],
	testRunner: 'jest',
	testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
	// The tests run in Stryker's copy of the project. `projects` undoes the one of jest.config.mjs, which
	// Stryker merges this with: it finds out what a test covers in a configuration without projects only.
	jest: {
		// The runner below leaves out what is not related.
		enableFindRelatedTests: false,
		config: {
			...unit,
			rootDir: '.',
			projects: [],
			// ms. A test that waits for ever is one that notices the mutant.
			testTimeout: 20_000,
			runner: '<rootDir>/test/mutation/runner.mjs',
			testEnvironment: path.join(import.meta.dirname, 'test/mutation/environment.cjs'),
			moduleNameMapper: {
				'^(n8n-workflow|fast-check)$': '<rootDir>/test/mutation/loaded-once/$1.cjs',
			},
		},
	},
	coverageAnalysis: 'perTest',
	concurrency: 2,
	// ms. On a busy machine too, only what hangs takes so long.
	timeoutMS: 30_000,
	// The types are not checked anyway, and a comment against it would change what contract.test.mts compares.
	disableTypeChecks: false,
	// Outside of the project, so that lint and Jest never meet a copy of it.
	tempDirName: path.join(tmpdir(), 'n8n-nodes-rsa-securid-mutation'),
	reporters: ['progress', 'clear-text', 'json', 'html'],
	clearTextReporter: { reportTests: false },
	jsonReporter: { fileName: 'reports/mutation/mutation.json' },
	htmlReporter: { fileName: 'reports/mutation/mutation.html' },
};
