import type { Operation } from '../operation';
import { assign } from './assign';
import { clearPin, disable, enable, unassign } from './changes';
import { deleteRecord } from './deleteRecord';
import { get } from './get';
import { getAll } from './getAll';
import { rename } from './rename';

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
