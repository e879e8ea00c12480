// n8n's lint knows nodes and credentials; these rules hold what surrounds them: sandbox, tests, contract,
// and what rsa/ may know of n8n.
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: ['**/*.types.ts', 'test/e2e/n8n/**'] },
	{
		files: [
			'sandbox/**/*.mts',
			'test/**/*.mts',
			'bench/**/*.mts',
			'soak/**/*.mts',
			'contract/**/*.mts',
		],
		extends: [...tseslint.configs.strictTypeChecked],
		languageOptions: { parserOptions: { project: './tsconfig.tests.json' } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
		},
	},
	{
		files: ['rsa/**/*.ts'],
		languageOptions: { parser: tseslint.parser },
		plugins: { '@typescript-eslint': tseslint.plugin },
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					paths: [
						{
							name: 'n8n-workflow',
							allowImportNames: ['sleep'],
							allowTypeImports: true,
							message: 'rsa/ knows nothing of n8n but its types and `sleep`.',
						},
					],
				},
			],
		},
	},
);
