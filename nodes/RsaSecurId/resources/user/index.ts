import type { Operation } from '../operation';
import { deleteUser } from './deleteUser';
import { disable } from './disable';
import { enable } from './enable';
import { get } from './get';
import { getAll } from './getAll';
import { markDeleted } from './markDeleted';
import { offboard } from './offboard';
import { restore } from './restore';
import { synchronize } from './synchronize';

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
