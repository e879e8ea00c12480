import { applyChange } from '../../../rsa/delivery/applyChange';
import type { Change } from '../../../rsa/delivery/change';
import type { ChangeResult } from '../../../rsa/delivery/changeResult';
import { dryRun } from '../../../rsa/delivery/dryRun';
import { applyAndVerify } from '../../../rsa/delivery/verify';
import type { Client } from '../../../rsa/throttle/client';
import type { JsonObject } from '../../../rsa/values/jsonObject';
import type { GivenOptions } from './options';
import type { Sent } from './result';

/** A change that was made or tried, and the requests of it. */
export interface AppliedChange {
	readonly result: ChangeResult;
	readonly sent: Sent;
}

/** How a change is made: between two look-ups or not, or not at all. */
export type Mode = 'plain' | 'verify' | 'dryRun';

/** Makes a change in a mode. */
export const applyIn: Readonly<
	Record<Mode, (change: Change, client: Client) => Promise<ChangeResult>>
> = { plain: applyChange, verify: applyAndVerify, dryRun };

/** What an item says of every change that was made in a mode. */
export const factsOf: Readonly<Record<Mode, JsonObject>> = {
	plain: {},
	verify: { verified: true },
	dryRun: { dryRun: true },
};

/** What n8n's users look for in the item of a deletion; nothing where its target is still there. */
export function deletionIn(
	{ isDoneByAbsence = false, dryRunOutcome }: DeletionOrNot,
	outcome: string,
): { readonly deleted?: true } {
	return isDoneByAbsence && outcome !== dryRunOutcome ? { deleted: true } : {};
}

/** A change, as far as it shows whether it is a deletion: one that is done if RSA does not know the target. */
interface DeletionOrNot {
	readonly isDoneByAbsence?: boolean;
	readonly dryRunOutcome: string;
}

/** The mode that an item's options ask for. A dry run has nothing to verify. */
export function modeOf({ dryRun: isDryRun = false, verify = false }: GivenOptions): Mode {
	if (isDryRun) return 'dryRun';
	return verify ? 'verify' : 'plain';
}
