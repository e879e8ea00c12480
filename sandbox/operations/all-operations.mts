import type { operations } from '../../contract/rsa-cloud-administration.types.ts';
import { clearPin } from './clear-pin.mts';
import { lookupHardwareToken } from './lookup-hardware-token.mts';
import type { Operation } from './operation.mts';
import { unassign } from './unassign.mts';

/** Every operation of the contract. */
export const allOperations: Readonly<Record<keyof operations, Operation>> = {
	clearPin,
	lookupHardwareToken,
	unassign,
};
