import type { Operation } from '../operation';
import { assign } from './assign';
import { clearPin } from './clearPin';
import { deleteRecord } from './deleteRecord';
import { disable } from './disable';
import { enable } from './enable';
import { get } from './get';
import { getAll } from './getAll';
import { rename } from './rename';
import { unassign } from './unassign';

/** The operations on a hardware token, sorted by name. */
export const hardwareTokenOperations: readonly Operation[] = [
	assign,
	clearPin,
	deleteRecord,
	disable,
	enable,
	get,
	getAll,
	rename,
	unassign,
];
