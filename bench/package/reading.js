const { readFileSync, writeFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');

const started = new Map();

/** Notes where the clocks of this process stand, and lets its memory peak begin anew. */
exports.startReading = (executionId) => {
	// proc(5): 5 resets the peak resident set size (VmHWM).
	writeFileSync('/proc/self/clear_refs', '5');
	started.set(executionId, {
		rssBeforeBytes: statusBytes('VmRSS'),
		startedAt: Date.now(),
		cpu: process.cpuUsage(),
		wall: performance.now(),
	});
};

/** Resources that the process used since `startReading` of the same execution. CPU is that of all its threads. */
exports.stopReading = (executionId) => {
	const wall = performance.now();
	const start = started.get(executionId);
	started.delete(executionId);
	const { user, system } = process.cpuUsage(start.cpu);
	return {
		startedAt: start.startedAt,
		wallMs: wall - start.wall,
		cpuMs: (user + system) / 1000,
		rssBeforeBytes: start.rssBeforeBytes,
		peakRssBytes: statusBytes('VmHWM'),
	};
};

function statusBytes(field) {
	const status = readFileSync('/proc/self/status', 'utf8');
	return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)[1]) * 1024;
}
