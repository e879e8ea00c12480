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

interface OutputItem {
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
 * @param answer what the webhook of a workflow answered
 * @param items what it was sent
 * @returns by serial number, what was said; nothing where the workflow did not come to its end
 */
export function claimsIn(
	answer: unknown,
	items: readonly Item[],
): ReadonlyMap<string, Claim> | undefined {
	if (!Array.isArray(answer)) return undefined;
	const claims = new Map<string, Claim>();
	for (const output of answer as readonly OutputItem[]) {
		for (const serialNumber of tokensOf(output, items)) claims.set(serialNumber, claimOf(output));
	}
	return claims;
}

/** A failure before a user's tokens are listed names none of them, and is about each. */
function tokensOf(output: OutputItem, items: readonly Item[]): readonly string[] {
	const named = output.tokenSerialNumber ?? output.details?.tokenSerialNumber;
	if (named !== undefined) return [named];
	const index = /\[item (\d+)\]$/.exec(output.error ?? '')?.[1];
	return index === undefined ? [] : (items[Number(index)]?.own ?? []);
}

function claimOf({ outcome, pinOutcome, error, details }: OutputItem): Claim {
	if (error === undefined)
		return { ...(outcome && { outcome }), ...(pinOutcome && { pinOutcome }) };
	return {
		cause: details?.cause ?? 'unnamed',
		message: error,
		...(details?.pinOutcome && { pinOutcome: details.pinOutcome }),
	};
}
