import { Refusal } from '../refusal';

/** Characters. A key file has some 2,500; more is not one, and not worth reading. */
const LONGEST_SECRET = 32_768;

/**
 * Reads a secret field that holds a JSON object, as people paste it: line breaks inside texts, white space,
 * a byte order mark and quotes around it do no harm.
 *
 * @param pasted the field's text
 * @param what the field's display name, for the refusal, which never repeats what was pasted
 * @throws {Refusal} where it is no JSON object
 */
export function readSecretJson(
	pasted: string,
	what: string,
	nextStep: string,
): Readonly<Record<string, unknown>> {
	if (pasted.trim() === '') throw new Refusal(`The ${what} is empty`, nextStep);
	if (pasted.length > LONGEST_SECRET) {
		throw new Refusal(
			`The ${what} is ${pasted.length} characters long, which no such file is`,
			nextStep,
		);
	}
	const text = pasted.replace(/[\r\n\t\uFEFF]/g, ' ').trim();
	const json = parseObject(text) ?? parseObject(text.replace(/^['"]|['"]$/g, ''));
	if (json === undefined) throw new Refusal(`The ${what} is not JSON`, nextStep);
	return json;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const json: unknown = JSON.parse(text);
		return typeof json === 'object' && json !== null && !Array.isArray(json)
			? { ...json }
			: undefined;
	} catch {
		return undefined;
	}
}
