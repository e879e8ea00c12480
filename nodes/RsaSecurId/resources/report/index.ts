import type { Operation } from '../operation';
import { download } from './download';
import { generate } from './generate';

/** The operations on reports, sorted by name. */
export const reportOperations: readonly Operation[] = [download, generate];
