import { jsonObject, type JsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import { pastedJson } from './pastedJson';
import { kindOfObject, kindOfText } from './pastedKind';

/** Characters. A key file has some 2,500; more is not one, and not worth reading. */
const LONGEST_SECRET = 32_768;

/** A secret field that holds a JSON object. */
export interface SecretField {
	/** As the form shows it. The field's content is never repeated. */
	readonly name: string;
	/** What to paste instead of what cannot be right. */
	readonly nextStep: string;
	/** Whether a JSON object is what the field is to hold, complete or not. */
	isWanted(json: JsonObject): boolean;
	/** Which of several such objects it is, where only one can be meant. */
	isMeant(json: JsonObject): boolean;
	/** What several are called, after their number. */
	readonly several: string;
}

/**
 * Reads a secret field that holds a JSON object, as people paste it (pastedJson.ts), also within a list or another
 * object, where only one can be meant.
 *
 * @param pasted the field's text
 * @throws {UserFacingError} with what it is instead
 */
export function readSecretJson(pasted: string, field: SecretField): JsonObject {
	const { name, nextStep } = field;
	const refuse = (is: string, advice = '') =>
		new UserFacingError(`The ${name} ${is}`, `${advice}${nextStep}`);
	if (pasted.trim() === '') throw refuse('is empty');
	if (pasted.length > LONGEST_SECRET) {
		throw refuse(`is ${pasted.length} characters long, which is too long to be a key file`);
	}
	const json = pastedJson(pasted);
	const found = json === undefined ? undefined : wantedIn(json, field);
	if (typeof found === 'string') throw refuse(found);
	if (found !== undefined) return found;

	const kind = json === undefined ? kindOfText(pasted) : kindOfObject(json);
	if (kind !== undefined) throw refuse(kind.is, kind.advice && `${kind.advice} `);
	const object = jsonObject(json);
	if (object === undefined) throw refuse('is not JSON');
	return object;
}

/** @returns the object, or what is wrong with a list of them, or nothing where none is what the field is to hold */
function wantedIn(json: object, field: SecretField, depth = 0): JsonObject | string | undefined {
	const object = jsonObject(json);
	if (object !== undefined && field.isWanted(object)) return object;
	const inside = Object.entries(json)
		.filter(([name]) => name !== '__proto__')
		.flatMap(([, value]: [string, unknown]) => (Array.isArray(value) ? value : [value]));
	const wanted = inside
		.map(objectFrom)
		.filter((each) => each !== undefined && field.isWanted(each));
	const meant = wanted.filter((each) => each !== undefined && field.isMeant(each));
	const [only] = meant.length > 0 ? meant : wanted;
	if (meant.length > 1 || (meant.length === 0 && wanted.length > 1))
		return severalOf(wanted, meant, field);
	if (only !== undefined || depth > 0 || inside.length !== 1) return only;
	const [wrapped] = inside.map(objectFrom);
	return wrapped && wantedIn(wrapped, field, depth + 1);
}

function objectFrom(value: unknown): JsonObject | undefined {
	return jsonObject(typeof value === 'string' ? pastedJson(value) : value);
}

/** Keys are told apart by their `kid`, which is no secret. */
function severalOf(
	wanted: ReadonlyArray<JsonObject | undefined>,
	meant: ReadonlyArray<JsonObject | undefined>,
	{ several }: SecretField,
): string {
	const all = meant.length > 0 ? meant : wanted;
	const names = all
		.map((each) => each?.kid)
		.filter((kid) => typeof kid === 'string' && /^[\w.:-]{1,64}$/.test(kid));
	const list = names.length === 0 ? '' : `: ${names.join(', ')}`;
	const what = meant.length > 0 ? several : `${several}, all of them public`;
	return `holds ${all.length} ${what}${list}`;
}
