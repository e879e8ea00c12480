const product = '^(nodes|credentials|rsa)/';

/** What a folder of rsa/ may lean on. */
const below = {
	values: [],
	http: ['values'],
	errors: ['http', 'values'],
	authorization: ['errors', 'http', 'values'],
	throttle: ['errors', 'http', 'values'],
	delivery: ['throttle', 'errors', 'http', 'values'],
	hardwareTokens: ['delivery', 'throttle', 'errors', 'http', 'values'],
	authenticators: ['hardwareTokens', 'delivery', 'throttle', 'errors', 'http', 'values'],
	eventLogs: ['delivery', 'throttle', 'errors', 'http', 'values'],
	highRiskUsers: ['delivery', 'throttle', 'errors', 'http', 'values'],
	reports: ['delivery', 'throttle', 'errors', 'http', 'values'],
	users: ['authenticators', 'hardwareTokens', 'delivery', 'throttle', 'errors', 'http', 'values'],
	emergencyAccessCodes: ['users', 'delivery', 'throttle', 'errors', 'http', 'values'],
};

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
	forbidden: [
		{
			name: 'no-cycles',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'rsa-stands-alone',
			comment: "rsa/ is RSA's API. It knows nothing of nodes or forms.",
			severity: 'error',
			from: { path: '^rsa/' },
			to: { path: '^(nodes|credentials)/' },
		},
		...Object.entries(below).map(([folder, folders]) => ({
			name: `rsa-${folder}`,
			severity: 'error',
			from: { path: `^rsa/${folder}/` },
			to: { path: '^rsa/', pathNot: `^rsa/(${[folder, ...folders].join('|')})/` },
		})),
		{
			name: 'every-file-of-rsa-in-a-folder',
			severity: 'error',
			from: {},
			to: { path: '^rsa/[^/]+$' },
		},
		{
			name: 'trigger-apart',
			comment: 'Of the other node it uses the way to the tenant only.',
			severity: 'error',
			from: { path: '^nodes/RsaSecurIdTrigger/' },
			to: { path: '^nodes/RsaSecurId/', pathNot: '^nodes/RsaSecurId/client/' },
		},
		{
			name: 'node-knows-no-trigger',
			severity: 'error',
			from: { path: '^nodes/RsaSecurId/' },
			to: { path: '^nodes/RsaSecurIdTrigger/' },
		},
		{
			name: 'resources-know-no-run',
			comment: 'An operation says what is to be done; the run decides when.',
			severity: 'error',
			from: { path: '^nodes/RsaSecurId/resources/' },
			to: { path: '^nodes/RsaSecurId/run/' },
		},
		{
			name: 'no-folder-leans-on-what-is-above-it',
			comment: 'What the folders of the node share has a folder of its own.',
			severity: 'error',
			from: { path: '^nodes/RsaSecurId/[^/]+/' },
			to: { path: '^nodes/RsaSecurId/[^/]+$' },
		},
		{
			name: 'node-and-credential-apart',
			comment: 'What a node and a credential share is in rsa/.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^(nodes|credentials)/', pathNot: '^$1/' },
		},
		{
			name: 'nothing-else-is-shipped',
			comment: 'Only the types of the contract are used outside of tests.',
			severity: 'error',
			from: { path: product },
			to: {
				path: '^[^/]+/',
				pathNot: [product, '^node_modules/'],
				dependencyTypesNot: ['type-only'],
			},
		},
		{
			name: 'no-other-package',
			comment: 'n8n does not verify packages with dependencies.',
			severity: 'error',
			from: { path: product },
			to: {
				dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'],
				pathNot: ['^n8n-workflow$', 'node_modules/n8n-workflow/', '^(node:)?crypto$'],
			},
		},
		{
			name: 'sandbox-knows-no-product',
			comment: 'The simulated tenant would repeat a mistake of what it is there to test.',
			severity: 'error',
			from: { path: '^sandbox/' },
			to: { path: product },
		},
		{
			name: 'nothing-needs-tests',
			severity: 'error',
			from: { pathNot: '^(test|bench|soak)/' },
			to: { path: '^(test|bench|soak)/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.tests.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'require', 'node', 'types'],
			extensions: ['.ts', '.mts', '.mjs', '.js'],
		},
	},
};
