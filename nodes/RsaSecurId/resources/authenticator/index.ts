import type { Operation } from '../operation';
import { deleteDevice } from './deleteDevice';
import { disable } from './disable';
import { enable } from './enable';
import { getAll } from './getAll';

/** The operations on authenticators of all kinds, sorted by name. */
export const authenticatorOperations: readonly Operation[] = [
	deleteDevice,
	disable,
	enable,
	getAll,
];
