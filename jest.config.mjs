import { availableParallelism } from 'node:os';

// openapi-backend and light-my-request (Fastify's inject) require these ES modules: Node 20 can,
// Jest on Node 20 cannot.
const requiredEsModules = '(@apidevtools/json-schema-ref-parser|cookie)/dist/';

const project = (name, settings = {}) => ({
	displayName: name,
	rootDir: import.meta.dirname,
	testMatch: [`<rootDir>/test/${name}/**/*.test.mts`],
	testEnvironment: 'node',
	extensionsToTreatAsEsm: ['.mts'],
	moduleFileExtensions: ['mts', 'ts', 'mjs', 'cjs', 'js', 'json', 'node'],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/test/e2e/n8n/'],
	transform: {
		'\\.m?ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, sourceMaps: 'inline' },
		],
		[`/node_modules/${requiredEsModules}.*\\.js$`]: [
			'@swc/jest',
			{ module: { type: 'commonjs' }, jsc: { target: 'es2022' } },
		],
	},
	transformIgnorePatterns: [`/node_modules/(?!${requiredEsModules})`],
	...settings,
});

export default {
	// ms. Not a bound on speed, which only test/queue asserts, as a share of a limit: it ends what hangs, on a busy machine too.
	testTimeout: 120_000,
	// Most of what the tests do is to wait: for a tenant, for a limit, for n8n. Each one, and each n8n, takes some 0.6 GB.
	maxWorkers: Math.min(4 * availableParallelism(), 8),
	// Suites that load n8n-core leave some 80 MB behind, and the garbage collector then takes most of the time of what follows:
	// measured, 510 s of processor time instead of 840 for unit and integration.
	workerIdleMemoryLimit: '500MB',
	testSequencer: '<rootDir>/test/slowest-first.mjs',
	projects: [
		project('unit'),
		project('integration'),
		project('e2e', {
			globalSetup: '<rootDir>/test/e2e/set-up.mjs',
			globalTeardown: '<rootDir>/test/e2e/tear-down.mjs',
		}),
		project('ui'),
		project('queue'),
	],
};
