import type { Operation } from '../operation';
import { disable } from './disable';

/** The operations on emergency access codes. */
export const emergencyAccessCodeOperations: readonly Operation[] = [disable];
