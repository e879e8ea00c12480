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

/** The mode that an item's options ask for. A dry run has nothing to verify. */
export function modeOf({ dryRun: isDryRun = false, verify = false }: GivenOptions): Mode {
	if (isDryRun) return 'dryRun';
	return verify ? 'verify' : 'plain';
}
