/** JSON that is an object, or nothing. */
export function jsonObject(body: unknown): Readonly<Record<string, unknown>> | undefined {
	return typeof body === 'object' && body !== null && !Array.isArray(body)
		? { ...body }
		: undefined;
}
