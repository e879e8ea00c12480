const { readFileSync, writeFileSync } = require('node:fs');
const { monitorEventLoopDelay, performance, PerformanceObserver } = require('node:perf_hooks');

const started = new Map();

/** ms between two looks at the event loop: as exact as its longest pause is. */
const PAUSE_RESOLUTION = 5;

/** Notes where the clocks of this process stand, and lets its memory peak begin anew. */
exports.startReading = (executionId) => {
	// proc(5): 5 resets the peak resident set size (VmHWM).
	writeFileSync('/proc/self/clear_refs', '5');
	const pauses = monitorEventLoopDelay({ resolution: PAUSE_RESOLUTION });
	pauses.enable();
	const collections = longestCollection();
	started.set(executionId, {
		rssBeforeBytes: statusBytes('VmRSS'),
		startedAt: Date.now(),
		pauses,
		collections,
		cpu: process.cpuUsage(),
		wall: performance.now(),
	});
};

/** Resources that the process used since `startReading` of the same execution. CPU is that of all its threads. */
exports.stopReading = (executionId) => {
	const wall = performance.now();
	const start = started.get(executionId);
	started.delete(executionId);
	start.pauses.disable();
	const { user, system } = process.cpuUsage(start.cpu);
	return {
		startedAt: start.startedAt,
		wallMs: wall - start.wall,
		cpuMs: (user + system) / 1000,
		rssBeforeBytes: start.rssBeforeBytes,
		peakRssBytes: statusBytes('VmHWM'),
		longestPauseMs: start.pauses.max / 1e6,
		longestCollectionMs: start.collections.stop(),
	};
};

/** The longest time for which garbage collection stops all else; `stop` gives it, in ms. */
function longestCollection() {
	let longest = 0;
	const note = (entries) => {
		for (const { duration } of entries) longest = Math.max(longest, duration);
	};
	const observer = new PerformanceObserver((list) => note(list.getEntries()));
	observer.observe({ entryTypes: ['gc'] });
	return {
		stop() {
			note(observer.takeRecords());
			observer.disconnect();
			return longest;
		},
	};
}

function statusBytes(field) {
	const status = readFileSync('/proc/self/status', 'utf8');
	return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)[1]) * 1024;
}
