import type { Operation } from '../operation';
import { disable, enable, markDeleted, restore, synchronize } from './changes';
import { deleteUser } from './deleteUser';
import { get } from './get';
import { getAll } from './getAll';
import { offboard } from './offboard';

/** The operations on a user, sorted by name. */
export const userOperations: readonly Operation[] = [
	deleteUser,
	disable,
	enable,
	get,
	getAll,
	markDeleted,
	offboard,
	restore,
	synchronize,
];
