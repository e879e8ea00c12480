/** Settings for driving a version of n8n, as far as the versions differ. */
interface Driving {
	/** Environment variables for this version only; another one may refuse them. */
	readonly environment: Readonly<Record<string, string>>;
	/** The command that publishes a workflow, without the workflow's id. */
	readonly publish: readonly [command: string, ...parameters: string[]];
	/** Parameters of `npm install` for a community package that a person installs by hand. */
	readonly installByHand: readonly string[];
	/** Whether the editor's API stores a workflow under the ID that comes with it; otherwise n8n makes up another one. */
	readonly keepsWorkflowIds: boolean;
	/** Whether a credential keeps its expressions when n8n stores an access token: since 2.34 (n8n #34107). */
	readonly keepsExpressions: boolean;
	/** Whether the editor's API tests a credential that has not been stored; otherwise it responds with 403. */
	readonly testsUnstoredCredentials: boolean;
}

/** npm would add the newest n8n-workflow, and its isolated-vm 7 can be compiled for Node.js 22 and newer only. */
const onNode20 = { installByHand: ['--omit=peer'] };
const storedFirst = { keepsExpressions: false, testsUnstoredCredentials: false };

/** The versions of n8n that are pinned in test/e2e/n8n, the newest first. */
export const n8nVersions = {
	// The registry is one of n8n's own services; versions without this module do not start with its name.
	'2.41.1': {
		environment: { N8N_DISABLED_MODULES: 'mcp-registry' },
		publish: ['publish:workflow'],
		installByHand: [],
		keepsWorkflowIds: true,
		keepsExpressions: true,
		testsUnstoredCredentials: true,
	},
	'2.8.4': {
		environment: {},
		publish: ['publish:workflow'],
		...onNode20,
		keepsWorkflowIds: true,
		...storedFirst,
	},
	// Its other expression engine is isolated-vm 6.2.0, which can be compiled for Node.js 22 and newer only.
	'1.123.81': {
		environment: { N8N_EXPRESSION_ENGINE: 'legacy' },
		publish: ['update:workflow', '--active=true'],
		...onNode20,
		keepsWorkflowIds: false,
		...storedFirst,
	},
} as const satisfies Readonly<Record<string, Driving>>;

/** A version of n8n that can be installed and driven here. */
export type N8nVersion = keyof typeof n8nVersions;

/** The version that the end-to-end tests, the demo and the benchmark run by default. */
export const testedN8nVersion: N8nVersion = '2.41.1';

/**
 * The version that the environment variable N8N_VERSION names, or the tested one.
 * @throws an Error that names all versions if it is none of them.
 */
export function chosenN8nVersion(): N8nVersion {
	const version = process.env['N8N_VERSION'] ?? testedN8nVersion;
	if (isN8nVersion(version)) return version;
	throw new Error(`n8n ${version} is not pinned: ${Object.keys(n8nVersions).join(', ')}`);
}

/** Whether a text names a version that is pinned. */
export function isN8nVersion(text: string): text is N8nVersion {
	return Object.hasOwn(n8nVersions, text);
}
