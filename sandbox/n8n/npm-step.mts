import { showNpmProgress } from '../../setup/npm-progress.mjs';
import { startProcess, tailOf } from './child-process.mts';

const SECONDS_BETWEEN_LINES = 5;

/** A command of npm, and who receives its progress. */
export interface NpmStep {
	readonly title: string;
	readonly parameters: readonly string[];
	readonly folder: string;
	readonly environment: NodeJS.ProcessEnv;
	/** Requests that npm will make, if they can be counted. */
	readonly requests?: number;
	/** For lines that stay. On a terminal, a line that moves stands below the last of them. Left out: nothing is shown. */
	readonly onProgress: ((line: string) => void) | undefined;
}

interface Progress {
	readonly receive: (text: string) => void;
	readonly end: (line: string) => void;
}

/** @throws an Error with the end of npm's output if it fails. */
export async function runNpm(step: NpmStep): Promise<void> {
	const { title, parameters, folder, environment, onProgress } = step;
	const startedAt = Date.now();
	const progress = onProgress ? progressOf(step, onProgress) : silence;
	const npm = startProcess({
		file: 'npm',
		parameters,
		folder,
		environment,
		onText: progress.receive,
	});
	const exitCode = await npm.ended.catch((error: unknown) => {
		progress.end(`${title}: npm did not start`);
		throw error;
	});
	const result = exitCode === 0 ? 'done in' : 'failed after';
	progress.end(`${title}: ${result} ${elapsedSeconds(startedAt)} s`);
	if (exitCode !== 0) throw npmError(step, exitCode, npm.output.all);
}

const silence: Progress = { receive: () => undefined, end: () => undefined };

function progressOf(step: NpmStep, onProgress: (line: string) => void): Progress {
	return process.stdout.isTTY ? showNpmProgress(step, process.stdout) : linesOf(step, onProgress);
}

/** For a log: a line every few seconds. */
function linesOf({ title }: NpmStep, onProgress: (line: string) => void): Progress {
	const startedAt = Date.now();
	let fetchedPackages = 0;
	onProgress(`${title} …`);
	const ticking = setInterval(() => {
		const packages = fetchedPackages > 0 ? `, ${fetchedPackages} packages fetched` : '';
		onProgress(`${title}: running for ${elapsedSeconds(startedAt)} s${packages}`);
	}, SECONDS_BETWEEN_LINES * 1000);
	return {
		receive(text) {
			fetchedPackages += text.match(/\.tgz \d+ms/g)?.length ?? 0;
		},
		end(line) {
			clearInterval(ticking);
			onProgress(line);
		},
	};
}

function npmError(step: NpmStep, exitCode: number, output: string): Error {
	const lines = output.split('\n').filter((line) => !/^npm (http|warn EBADENGINE)/.test(line));
	const command = `npm ${step.parameters.join(' ')}`;
	return new Error(`${command} ended with ${exitCode}:\n${tailOf(lines.join('\n'))}`);
}

function elapsedSeconds(since: number): number {
	return Math.round((Date.now() - since) / 1000);
}
