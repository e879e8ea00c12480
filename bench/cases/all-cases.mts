import type { BenchmarkCase } from '../benchmark-case.mts';
import { bulkAndWebhooks } from './bulk-and-webhooks.mts';
import { eventLoop } from './event-loop.mts';
import { faults } from './faults.mts';
import { large } from './large.mts';
import { learnedRate } from './learned-rate.mts';
import { limitDrop } from './limit-drop.mts';
import { limitShapes } from './limit-shapes.mts';
import { noLimit } from './no-limit.mts';
import { oneItem } from './one-item.mts';
import { queueMode } from './queue-mode.mts';
import { quickAmongSlow } from './quick-among-slow.mts';
import { rateLimit, rateLimitSilent } from './rate-limit.mts';
import { repeat } from './repeat.mts';
import { twoProcesses } from './two-processes.mts';
import { webhooks } from './webhooks.mts';

/** The cases, in the order of the page. */
export const allCases: readonly BenchmarkCase[] = [
	noLimit,
	oneItem,
	rateLimit,
	rateLimitSilent,
	limitDrop,
	large,
	eventLoop,
	webhooks,
	bulkAndWebhooks,
	learnedRate,
	quickAmongSlow,
	...limitShapes,
	twoProcesses,
	queueMode,
	faults,
	repeat,
];
