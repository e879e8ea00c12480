import type { Item } from './items.mts';

/** What an output item says of a hardware token. */
export interface Claim {
	readonly outcome?: string;
	/** What became of the PIN on the way. */
	readonly pinOutcome?: string;
	/** Why it failed; left out where it did not. */
	readonly cause?: string;
	readonly message?: string;
}

/** By serial number, all that was said; more than one claim where a token came out twice. */
export type Claims = ReadonlyMap<string, readonly Claim[]>;

/** An item as it came out of the node, and the index of the one that it is paired with. */
export interface Output {
	readonly json: OutputJson;
	readonly pairedWith: number | undefined;
}

interface OutputJson {
	readonly tokenSerialNumber?: string;
	readonly outcome?: string;
	readonly pinOutcome?: string;
	readonly error?: string;
	readonly details?: {
		readonly cause?: string;
		readonly pinOutcome?: string;
		readonly tokenSerialNumber?: string;
	};
}

/**
 * @param outputs what came out of the node
 * @param items what went in
 */
export function claimsIn(outputs: readonly Output[], items: readonly Item[]): Claims {
	const claims = new Map<string, Claim[]>();
	for (const output of outputs) {
		for (const serialNumber of tokensOf(output, items)) {
			claims.set(serialNumber, [...(claims.get(serialNumber) ?? []), claimOf(output.json)]);
		}
	}
	return claims;
}

/** A failure before a user's tokens are listed names none of them, and is about each. */
function tokensOf({ json, pairedWith }: Output, items: readonly Item[]): readonly string[] {
	const named = json.tokenSerialNumber ?? json.details?.tokenSerialNumber;
	if (named !== undefined) return [named];
	return pairedWith === undefined ? [] : (items[pairedWith]?.own ?? []);
}

function claimOf({ outcome, pinOutcome, error, details }: OutputJson): Claim {
	if (error === undefined)
		return { ...(outcome && { outcome }), ...(pinOutcome && { pinOutcome }) };
	return {
		cause: details?.cause ?? 'unnamed',
		message: error,
		...(details?.pinOutcome && { pinOutcome: details.pinOutcome }),
	};
}
