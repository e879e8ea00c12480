// n8n's lint knows nodes and credentials; these rules hold what surrounds them: sandbox, tests, contract.
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: ['**/*.types.ts', 'test/e2e/n8n/**'] },
	{
		files: ['sandbox/**/*.mts', 'test/**/*.mts', 'contract/**/*.mts'],
		extends: [...tseslint.configs.strictTypeChecked],
		languageOptions: { parserOptions: { project: './tsconfig.tests.json' } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
		},
	},
);
