import { applyChange } from '../../../rsa/delivery/applyChange';
import type { Change } from '../../../rsa/delivery/change';
import type { ChangeResult } from '../../../rsa/delivery/changeResult';
import { dryRun } from '../../../rsa/delivery/dryRun';
import { applyAndVerify } from '../../../rsa/delivery/verify';
import type { Client } from '../../../rsa/throttle/client';
import type { JsonObject } from '../../../rsa/values/jsonObject';
import type { GivenOptions } from './options';
import type { SentRequests } from './result';

/** The result of a change, and its requests. */
export interface AppliedChange {
	readonly result: ChangeResult;
	readonly sent: SentRequests;
}

/** How a change is made: `verify` between two look-ups, `dryRun` not at all. */
export type Mode = 'plain' | 'verify' | 'dryRun';

/** Makes a change in a mode. */
export const applyIn: Readonly<
	Record<Mode, (change: Change, client: Client) => Promise<ChangeResult>>
> = { plain: applyChange, verify: applyAndVerify, dryRun };

/** Properties of an item by the mode of its change. */
export const factsOf: Readonly<Record<Mode, JsonObject>> = {
	plain: {},
	verify: { verified: true },
	dryRun: { dryRun: true },
};

/** `deleted`, as in n8n's own nodes, for a deletion that was made; empty for any other change, and for a dry run. */
export function deletionIn(
	{ isDoneByAbsence = false, dryRunOutcome }: DeletionOrNot,
	outcome: string,
): { readonly deleted?: true } {
	return isDoneByAbsence && outcome !== dryRunOutcome ? { deleted: true } : {};
}

/** The parts of a change that show whether it is a deletion: then it is done if RSA does not know the target. */
interface DeletionOrNot {
	readonly isDoneByAbsence?: boolean;
	readonly dryRunOutcome: string;
}

/** The mode that an item's options request. A dry run has nothing to verify. */
export function modeOf({ dryRun: isDryRun = false, verify = false }: GivenOptions): Mode {
	if (isDryRun) return 'dryRun';
	return verify ? 'verify' : 'plain';
}
