/** What a property of parsed JSON holds; `object` is an object or an array. */
type JsonValue = string | number | boolean | null | undefined | object;

export type JsonObject = Readonly<Record<string, JsonValue>>;

/** JSON that is an object, or nothing. */
export function jsonObject(body: unknown): JsonObject | undefined {
	return isJsonObject(body) ? body : undefined;
}

function isJsonObject(body: unknown): body is JsonObject {
	return typeof body === 'object' && body !== null && !Array.isArray(body);
}
