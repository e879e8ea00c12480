/** The value of a property of parsed JSON; `object` is an object or an array. */
type JsonValue = string | number | boolean | null | undefined | object;

/** A parsed JSON object. */
export type JsonObject = Readonly<Record<string, JsonValue>>;

/** Parsed JSON as an object; undefined if it is anything else. */
export function jsonObject(json: unknown): JsonObject | undefined {
	return isJsonObject(json) ? json : undefined;
}

function isJsonObject(json: unknown): json is JsonObject {
	return typeof json === 'object' && json !== null && !Array.isArray(json);
}
