/** A text of JSON, up to the end of the JSON if it is cut off, or a number outside of texts. */
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\[^][^"\\]*)*"?|-?\d[\d.eE+-]*/g;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * JSON whose numbers are texts where a double cannot hold all of their digits: RSA's `eventId` has up to 19
 * (sample of RSA's connector for Microsoft Sentinel), and parsing would make another one of it.
 */
export function withLongNumbersAsText(json: string): string {
	return json.replace(TEXT_OR_NUMBER, (part) =>
		NUMBER.test(part) && Math.abs(Number(part)) > Number.MAX_SAFE_INTEGER ? `"${part}"` : part,
	);
}
