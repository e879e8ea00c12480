import type { Operation } from '../operation';
import { add } from './add';
import { getAll } from './getAll';
import { remove } from './remove';

/** The operations on the list of high-risk users, sorted by name. */
export const highRiskUserOperations: readonly Operation[] = [add, getAll, remove];
