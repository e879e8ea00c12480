import type { IDataObject } from 'n8n-workflow';

import type { Ending } from './operation';

/**
 * An ending that names the user as its item does, beside RSA's ID of them: items that name a user in different ways may
 * share a change. A failed item carries the names in its details.
 */
export function withNames(ending: Ending, names: IDataObject): Ending {
	const { result } = ending;
	if (hasNames(result.kind === 'done' ? result.json : result.problem.details, names)) return ending;
	if (result.kind === 'done') {
		return { ...ending, result: { ...result, json: { ...result.json, ...names } } };
	}
	const { problem } = result;
	const details = { ...problem.details, ...names };
	return { ...ending, result: { kind: 'failed', problem: { ...problem, details } } };
}

/** Where nothing is to add, items that share a change share its result too: there may be thousands of them. */
function hasNames(facts: IDataObject, names: IDataObject): boolean {
	return Object.entries(names).every(([name, value]) => facts[name] === value);
}
