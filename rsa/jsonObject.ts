type JsonObject = Readonly<Record<string, unknown>>;

/** JSON that is an object, or nothing. */
export function jsonObject(body: unknown): JsonObject | undefined {
	return isJsonObject(body) ? body : undefined;
}

function isJsonObject(body: unknown): body is JsonObject {
	return typeof body === 'object' && body !== null && !Array.isArray(body);
}
