import { spawn } from 'node:child_process';

/** Output of a process so far. `all` is both streams in the order in which they arrived. */
interface ProcessOutput {
	stdout: string;
	all: string;
}

/** A process that was started here, together with every process that it starts itself. */
export interface ChildProcess {
	readonly output: Readonly<ProcessOutput>;
	/** Resolves with the exit code (-1 after a signal); rejects if the command cannot be started. */
	readonly ended: Promise<number>;
	/** Signals the process to end, and kills its whole group after `timeout` ms. */
	stop(timeout: number): Promise<void>;
	/** Kills its whole group immediately, as a failing machine does. */
	kill(): Promise<void>;
}

/** A user of the operating system, by numbers. */
export interface SystemUser {
	readonly uid: number;
	readonly gid: number;
}

/** The process to start. `environment` is the complete environment: nothing is inherited. */
export interface Command {
	readonly file: string;
	readonly parameters: readonly string[];
	readonly folder: string;
	readonly environment: NodeJS.ProcessEnv;
	readonly onText?: (text: string) => void;
	/** Left out: the user of this process. Another one only root can give. */
	readonly user?: SystemUser | undefined;
}

/**
 * Starts a process in a process group of its own, so that nothing of it outlives this process:
 * n8n starts task runners and npm starts compilers, which would survive the end of their parent.
 */
export function startProcess(command: Command): ChildProcess {
	const child = spawn(command.file, command.parameters, {
		cwd: command.folder,
		env: command.environment,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		...command.user,
	});
	const output: ProcessOutput = { stdout: '', all: '' };
	const receive = (text: string) => {
		output.all += text;
		command.onText?.(text);
	};
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		output.stdout += text;
		receive(text);
	});
	child.stderr.setEncoding('utf8').on('data', receive);
	const ended = new Promise<number>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (exitCode) => {
			resolve(exitCode ?? -1);
		});
	});
	// Who never waits for the end still gets no unhandled rejection; who waits gets the error.
	ended.catch(() => undefined);
	if (child.pid !== undefined) {
		const group = child.pid;
		const endGuard = guard(group);
		child.once('exit', () => {
			endGuard();
			// 'close' waits until the last process that has the pipes open is gone.
			killGroup(group);
		});
	}
	const killAll = () => {
		if (child.pid !== undefined) killGroup(child.pid);
	};
	return {
		output,
		ended,
		async kill() {
			killAll();
			await ended;
		},
		async stop(timeout) {
			child.kill('SIGTERM');
			const lastResort = setTimeout(killAll, timeout);
			await ended.finally(() => {
				clearTimeout(lastResort);
			});
		},
	};
}

/** The last lines of an output: what a person needs to see of a failed command. */
export function tailOf(output: string, lines = 40): string {
	return output.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * Kills the process group as soon as this process is gone, however it ended: the guard waits on a
 * pipe that only this process keeps open. Measured: a listener of process 'exit' does not do that
 * under Jest 30, which gives tests a copy of `process`.
 * @returns ends the guard.
 */
function guard(group: number): () => void {
	const script = `read -r _; kill -s KILL -- -${group}`;
	const watcher = spawn('sh', ['-c', script], {
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	return () => watcher.kill('SIGKILL');
}

function killGroup(group: number): void {
	try {
		process.kill(-group, 'SIGKILL');
	} catch {
		// No process of the group is left.
	}
}
