const refParser = '@apidevtools/json-schema-ref-parser';

const project = (name, settings = {}) => ({
	displayName: name,
	rootDir: import.meta.dirname,
	testMatch: [`<rootDir>/test/${name}/**/*.test.mts`],
	testEnvironment: 'node',
	extensionsToTreatAsEsm: ['.mts'],
	moduleFileExtensions: ['mts', 'ts', 'mjs', 'cjs', 'js', 'json', 'node'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	transform: {
		'\\.m?ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, sourceMaps: 'inline' },
		],
		// openapi-backend requires this ES module: Node 20 can, Jest on Node 20 cannot.
		[`${refParser}.*\\.js$`]: [
			'@swc/jest',
			{ module: { type: 'commonjs' }, jsc: { target: 'es2022' } },
		],
	},
	transformIgnorePatterns: [`/node_modules/(?!${refParser}/)`],
	...settings,
});

export default {
	projects: [project('unit'), project('integration'), project('e2e')],
};
