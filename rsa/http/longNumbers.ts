/** A JSON string, up to the end of the JSON if it is cut off, or a number outside of strings. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\[^][^"\\]*)*"?|-?\d[\d.eE+-]*/g;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * JSON in which numbers that a double cannot hold exactly are written as strings: RSA's `eventId` has up to 19 digits
 * (sample of RSA's connector for Microsoft Sentinel), and `JSON.parse` would round it to a different ID.
 */
export function withLongNumbersAsText(json: string): string {
	return json.replace(STRING_OR_NUMBER, (part) =>
		NUMBER.test(part) && Math.abs(Number(part)) > Number.MAX_SAFE_INTEGER ? `"${part}"` : part,
	);
}
