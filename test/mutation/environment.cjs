const fastCheck = require('fast-check');
const { TestEnvironment } = require('jest-environment-node');
const n8nWorkflow = require('n8n-workflow');

// The same runs for each mutant, without a search for the smallest one that notices it.
fastCheck.configureGlobal({ seed: 1, endOnFailure: true });

/**
 * Node's environment, quick for many short runs: what takes long to load is loaded once, and what comes after the
 * first test of a file that fails is skipped.
 */
module.exports = class MutationEnvironment extends TestEnvironment {
	#hasFailed = false;

	constructor(...settings) {
		super(...settings);
		this.global.loadedOnce = { fastCheck, n8nWorkflow };
	}

	handleTestEvent({ name, test }) {
		if (name === 'test_start' && this.#hasFailed) test.mode = 'skip';
		if (name === 'test_done' && test.errors.length > 0) this.#hasFailed = true;
	}
};
