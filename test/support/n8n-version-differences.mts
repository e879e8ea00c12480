import { chosenN8nVersion, type N8nVersion } from '../../sandbox/n8n/versions.mts';

/** Differences for users of older versions of n8n, as measured by the tests that are left out there. */
const differences = {
	installedByHand:
		'To install the package by hand, use `npm install --omit=peer`: without it, npm on Node.js 20 fails to compile a dependency of the newest n8n-workflow.',
	allowedDomains:
		"A credential's *Allowed Domains* do not apply to the request for an access token.",
	expressionEngine: 'On Node.js 20, n8n itself needs `N8N_EXPRESSION_ENGINE=legacy`.',
	httpRequestDomains:
		"n8n's HTTP Request node applies a credential's *Allowed Domains* to redirects only.",
	pollsUnderWay:
		'If a workflow is deactivated or saved while *RSA SecurID Trigger* polls, and is active again before this poll ends, the events of the poll come twice.',
	toolErrors:
		"If an AI agent's tool fails, the workflow ends, unless the tool's *On Error* is *Continue*.",
	ssrfProtection: 'n8n has no SSRF protection (`N8N_SSRF_…`).',
} as const;

type Difference = keyof typeof differences;

const ofVersions: Readonly<Record<N8nVersion, readonly Difference[]>> = {
	'2.41.1': [],
	'2.8.4': ['installedByHand', 'allowedDomains', 'pollsUnderWay', 'toolErrors', 'ssrfProtection'],
	'1.123.81': [
		'installedByHand',
		'expressionEngine',
		'allowedDomains',
		'httpRequestDomains',
		'pollsUnderWay',
		'toolErrors',
		'ssrfProtection',
	],
};

/** Each as a sentence, for docs/installation.md. */
export function differencesOf(version: N8nVersion): string[] {
	return ofVersions[version].map((difference) => differences[difference]);
}

/**
 * The function to declare a test with that does not hold on older versions of n8n: `describe` or `test`,
 * or its `skip` on those versions.
 */
export function unless<Declare extends { readonly skip: unknown }>(
	difference: Difference,
	declare: Declare,
): Declare | Declare['skip'] {
	return isDifferent(difference) ? declare.skip : declare;
}

/** Whether the version of n8n under test differs in this. */
export function isDifferent(difference: Difference): boolean {
	return ofVersions[chosenN8nVersion()].includes(difference);
}
