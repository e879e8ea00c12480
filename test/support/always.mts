import fc from 'fast-check';

import type { Scenario } from './scenario.mts';

/** Runs for each promise; more by the environment. */
const numRuns = Number(process.env.PROPERTY_RUNS ?? 300);

/** Checks a promise on random runs. Where one breaks it, the smallest such run is shown with its seed. */
export async function always(
	scenarios: fc.Arbitrary<Scenario>,
	promise: (scenario: Scenario) => Promise<void>,
): Promise<void> {
	await fc.assert(fc.asyncProperty(scenarios, promise), { numRuns });
}
