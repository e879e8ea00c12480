import type { BenchmarkCase } from '../benchmark-case.mts';
import { faults } from './faults.mts';
import { large } from './large.mts';
import { limitDrop } from './limit-drop.mts';
import { noLimit } from './no-limit.mts';
import { rateLimit, rateLimitSilent } from './rate-limit.mts';
import { repeat } from './repeat.mts';
import { twoProcesses } from './two-processes.mts';

/** The cases, in the order of the page. */
export const allCases: readonly BenchmarkCase[] = [
	noLimit,
	rateLimit,
	rateLimitSilent,
	limitDrop,
	large,
	twoProcesses,
	faults,
	repeat,
];
