// Progress of npm as one line that moves on a terminal. Plain JavaScript: it runs before anything is installed.

const BAR_WIDTH = 24;
/** ms between two states of the line. */
const REFRESH = 200;
/** Share of the requests before which the time left would be a guess. */
const SMALLEST_SHARE = 0.05;
const TO_START_OF_LINE = '\r\u001b[K';

/**
 * Shows a step of npm until `end` is called.
 * @param {object} step
 * @param {string} step.title
 * @param {number} [step.requests] that npm will make, if they can be counted; its log has to show them (--loglevel=http)
 * @param {{ write(text: string): unknown, columns?: number }} terminal
 */
export function showNpmProgress({ title, requests }, terminal) {
	const startedAt = Date.now();
	const countRequests = requestCounter();
	let made = 0;
	const show = () => {
		const seconds = (Date.now() - startedAt) / 1000;
		const share = requests === undefined ? undefined : made / requests;
		const line = progressLine({ title, share, seconds });
		// A line that is broken in two could not be written over.
		terminal.write(TO_START_OF_LINE + line.slice(0, (terminal.columns ?? 80) - 1));
	};
	show();
	const refreshing = setInterval(show, REFRESH);
	return {
		/** @param {string} text of npm's log, in pieces of any length */
		receive(text) {
			made += countRequests(text);
		},
		/** @param {string} line that stays */
		end(line) {
			clearInterval(refreshing);
			terminal.write(`${TO_START_OF_LINE}${line}\n`);
		},
	};
}

/**
 * @param {object} state
 * @param {string} state.title
 * @param {number | undefined} state.share of the work that is done, 0 to 1; undefined if it cannot be counted
 * @param {number} state.seconds since the start
 */
export function progressLine({ title, share, seconds }) {
	const elapsed = durationOf(seconds);
	if (share === undefined) return `${title}  ${elapsed}`;
	// Unpacking follows the last request.
	const done = Math.min(share, 0.99);
	const full = Math.round(done * BAR_WIDTH);
	const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
	const left =
		share < SMALLEST_SHARE ? elapsed : `${durationOf((seconds * (1 - done)) / done)} left`;
	return `${title}  ${bar} ${Math.floor(done * 100)} %  ${left}`;
}

/** @returns {(text: string) => number} counts the requests in the next piece of npm's log */
export function requestCounter() {
	let unfinished = '';
	return (text) => {
		const lines = (unfinished + text).split('\n');
		unfinished = lines.pop() ?? '';
		return lines.filter((line) => /^npm http (fetch|cache) /.test(line)).length;
	};
}

/** @param {number} seconds */
function durationOf(seconds) {
	const whole = Math.round(seconds);
	return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
