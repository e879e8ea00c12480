/** A text of JSON, or a number outside of texts. */
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const INTEGER = /^-?\d+$/;

/**
 * JSON whose integers are texts where a double cannot hold all of their digits: RSA's `eventId` has up to 19
 * (sample of RSA's connector for Microsoft Sentinel), and parsing would make another one of it.
 */
export function withLongNumbersAsText(json: string): string {
	return json.replace(TEXT_OR_NUMBER, (part) =>
		INTEGER.test(part) && !Number.isSafeInteger(Number(part)) ? `"${part}"` : part,
	);
}
