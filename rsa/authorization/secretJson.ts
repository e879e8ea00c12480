import { jsonObject, type JsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import { pastedJson } from './pastedJson';
import { kindOfObject, kindOfText } from './pastedKind';

/** Maximum characters of a field. A key file has some 2,500. */
export const LONGEST_SECRET = 32_768;

/** A secret field for a JSON object. */
export interface SecretField {
	/** As the form shows it. */
	readonly name: string;
	/** What to paste. */
	readonly nextStep: string;
	/** Whether a JSON object is of the field's kind, complete or not. */
	isWanted(json: JsonObject): boolean;
	/** Whether such an object is complete: it takes precedence over others that are not. */
	isComplete(json: JsonObject): boolean;
	/** Name of several such objects, after their number. */
	readonly plural: string;
}

/**
 * The JSON object in a secret field, as users paste it (pastedJson.ts). It may be in a list or in another object, if that
 * contains no second one.
 *
 * @param pasted the field's text, which no error repeats
 * @throws {UserFacingError} if it is no such object; the message names what it is instead
 */
export function parseSecretJson(pasted: string, field: SecretField): JsonObject {
	const { name, nextStep } = field;
	const invalid = (is: string, advice = '') =>
		new UserFacingError(`The ${name} ${is}`, `${advice}${nextStep}`);
	if (pasted.trim() === '') throw invalid('is empty');
	if (pasted.length > LONGEST_SECRET) {
		throw invalid(`is ${pasted.length} characters long, which is too long to be a key file`);
	}
	const json = pastedJson(pasted);
	const wanted = json && wantedIn(json, field);
	if (typeof wanted === 'string') throw invalid(wanted);
	if (wanted !== undefined) return wanted;

	const kind = json === undefined ? kindOfText(pasted) : kindOfObject(json);
	if (kind !== undefined) throw invalid(kind.is, kind.advice && `${kind.advice} `);
	const object = jsonObject(json);
	if (object === undefined) throw invalid('is not JSON');
	return object;
}

/** @returns the object; a text if there are several; undefined if there is none */
function wantedIn(json: object, field: SecretField, depth = 0): JsonObject | string | undefined {
	const object = jsonObject(json);
	if (object !== undefined && field.isWanted(object)) return object;
	const values = Object.entries(json)
		.filter(([name]) => name !== '__proto__')
		.flatMap(([, value]: [string, unknown]) => value);
	const objects = values.map(objectFrom).filter((object) => object !== undefined);
	const wanted = objects.filter((each) => field.isWanted(each));
	const complete = wanted.filter((each) => field.isComplete(each));
	if (complete.length > 1) return `holds ${several(complete, field.plural)}`;
	if (complete.length === 0 && wanted.length > 1) {
		return `holds ${several(wanted, `${field.plural}, all of them public`)}`;
	}
	const found = complete[0] ?? wanted[0];
	const [wrapper] = values.length === 1 && depth === 0 ? objects : [];
	return found ?? (wrapper && wantedIn(wrapper, field, depth + 1));
}

function objectFrom(value: unknown): JsonObject | undefined {
	return jsonObject(typeof value === 'string' ? pastedJson(value) : value);
}

/** Number and names of keys: a `kid` is not secret. */
function several(keys: readonly JsonObject[], plural: string): string {
	const names = keys
		.map(({ kid }) => kid)
		.filter((kid) => typeof kid === 'string' && /^[\w.:-]{1,64}$/.test(kid));
	return `${keys.length} ${plural}${names.length === 0 ? '' : `: ${names.join(', ')}`}`;
}
