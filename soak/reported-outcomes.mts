import type { Item } from './items.mts';
import type { Target } from './targets.mts';

/** What an output item reports of a target. */
export interface Claim {
	readonly outcome?: string;
	/** The outcome for the PIN, if it was cleared first. */
	readonly pinOutcome?: string;
	/** Why it failed; left out if it did not. */
	readonly cause?: string;
	readonly message?: string;
}

/** By the keys of the targets, all that was reported; more than one claim if a target was reported twice. */
export type Claims = ReadonlyMap<string, readonly Claim[]>;

/** An output item of the node, and the index of the input item that it is paired with. */
export interface Output {
	readonly json: OutputJson;
	readonly pairedWith: number | undefined;
}

/** The names of a target. */
interface Names {
	readonly tokenSerialNumber?: string;
	readonly authenticatorId?: string;
	readonly deviceSerialNumber?: string;
}

/** An entry in a list of an offboarding. */
interface Entry extends Names {
	readonly kind: string;
	readonly outcome?: string;
	readonly pinOutcome?: string;
	readonly cause?: string;
	readonly error?: string;
}

/** The lists of an offboarding that can have a target. */
interface Lists {
	readonly done?: readonly Entry[];
	readonly already?: readonly Entry[];
	readonly failed?: readonly Entry[];
}

interface OutputJson extends Names, Lists {
	readonly outcome?: string;
	readonly pinOutcome?: string;
	readonly error?: string;
	readonly details?: Names & Lists & { readonly cause?: string; readonly pinOutcome?: string };
}

/**
 * @param outputs the node's output items
 * @param items its input items
 */
export function claimsIn(outputs: readonly Output[], items: readonly Item[]): Claims {
	const claims = new Map<string, Claim[]>();
	for (const { json, pairedWith } of outputs) {
		const own = pairedWith === undefined ? [] : (items[pairedWith]?.own ?? []);
		for (const [key, claim] of claimsOf(json, own)) {
			claims.set(key, [...(claims.get(key) ?? []), claim]);
		}
	}
	return claims;
}

/** A failure before a user's tokens are listed names none of them, and counts for each. */
function claimsOf(
	json: OutputJson,
	own: readonly Target[],
): ReadonlyArray<readonly [string, Claim]> {
	const lists = json.error === undefined ? json : json.details;
	if (lists?.done !== undefined) return claimsOfLists(lists, own);
	const claim = claimOf(json);
	const key = keyIn(json) ?? keyIn(json.details ?? {});
	if (key !== undefined) return [[key, claim]];
	return own.map((target) => [target.key, claim]);
}

/** If the authenticators could not be listed, that is a failure of all targets that are not named. */
function claimsOfLists(
	{ done = [], already = [], failed = [] }: Lists,
	own: readonly Target[],
): ReadonlyArray<readonly [string, Claim]> {
	const named = [...done, ...already, ...failed].flatMap((entry) => {
		const key = keyIn(entry) ?? own.find(({ change }) => change === changeOf[entry.kind])?.key;
		return key === undefined ? [] : [[key, claimOfEntry(entry)] as const];
	});
	const unlisted = failed.find(({ kind }) => kind === 'authenticators');
	if (unlisted === undefined) return named;
	const keys = new Set(named.map(([key]) => key));
	const rest = own.filter(({ key }) => !keys.has(key));
	return [...named, ...rest.map(({ key }) => [key, claimOfEntry(unlisted)] as const)];
}

/** Entries of an offboarding without an identifier, and their changes. */
const changeOf: Readonly<Record<string, Target['change']>> = {
	user: 'setUserStatus',
	emergencyAccessCodes: 'disableEmergencyAccessCode',
};

/** A DS100 has two serial numbers: one of the device, one of its passcodes. */
function keyIn({ deviceSerialNumber, tokenSerialNumber, authenticatorId }: Names) {
	return deviceSerialNumber ?? tokenSerialNumber ?? authenticatorId;
}

function claimOf({ outcome, pinOutcome, error, details }: OutputJson): Claim {
	return error === undefined
		? success(outcome, pinOutcome)
		: failure(details?.cause, error, details?.pinOutcome);
}

function claimOfEntry({ outcome, pinOutcome, cause, error }: Entry): Claim {
	return error === undefined ? success(outcome, pinOutcome) : failure(cause, error, pinOutcome);
}

function success(outcome?: string, pinOutcome?: string): Claim {
	return { ...(outcome && { outcome }), ...(pinOutcome && { pinOutcome }) };
}

function failure(cause = 'unnamed', message: string, pinOutcome?: string): Claim {
	return { cause, message, ...(pinOutcome && { pinOutcome }) };
}
