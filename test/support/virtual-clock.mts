import type { Clock } from '../../rsa/throttle/clock.ts';

interface Alarm {
	at: number;
	readonly ring: () => void;
	readonly cancelSignal: AbortSignal | undefined;
}

/** ms. As long as a wait outlasts the cancellation of its run, at most. */
const CANCELLED_WITHIN = 250;

/** Time that passes only when nothing else is left to do, so that hours are over in milliseconds. */
export class VirtualClock implements Clock {
	#now = 0;
	#alarms: Alarm[] = [];

	now(): number {
		return this.#now;
	}

	async sleep(milliseconds: number): Promise<void> {
		await this.#sleep(milliseconds, undefined);
	}

	/** The same time as a run sees it that can be cancelled: what waits then waits a moment longer only. */
	cancelledBy(cancelSignal: AbortSignal): Clock {
		cancelSignal.addEventListener('abort', () => {
			this.#cutShort(cancelSignal);
		});
		return {
			now: () => this.#now,
			sleep: async (milliseconds) => {
				if (!cancelSignal.aborted) await this.#sleep(milliseconds, cancelSignal);
			},
		};
	}

	/**
	 * Lets time pass until the work is done.
	 *
	 * @throws when the work waits for something that no time brings about
	 */
	async run<Result>(work: Promise<Result>): Promise<Result> {
		const progress = { isDone: false };
		const done = () => {
			progress.isDone = true;
		};
		work.then(done, done);
		await nothingLeftToDo();
		while (!progress.isDone) {
			if (this.#alarms.length === 0) throw new Error('Nothing is left that could happen');
			this.#advance();
			await nothingLeftToDo();
		}
		return await work;
	}

	/** Lets time pass until nothing is left that it brings about. */
	async runOut(): Promise<void> {
		await nothingLeftToDo();
		while (this.#alarms.length > 0) {
			this.#advance();
			await nothingLeftToDo();
		}
	}

	async #sleep(milliseconds: number, cancelSignal: AbortSignal | undefined): Promise<void> {
		await new Promise<void>((ring) => {
			// As Node.js does it: no timer rings before a millisecond has passed.
			this.#alarms.push({ at: this.#now + Math.max(1, milliseconds), ring, cancelSignal });
		});
	}

	/** Rings the next alarm. As in Node.js, all that follows from one is over before the next rings. */
	#advance(): void {
		this.#now = Math.min(...this.#alarms.map(({ at }) => at));
		const next = this.#alarms.findIndex(({ at }) => at === this.#now);
		this.#alarms.splice(next, 1).forEach(({ ring }) => {
			ring();
		});
	}

	#cutShort(cancelSignal: AbortSignal): void {
		const latest = this.#now + CANCELLED_WITHIN;
		this.#alarms
			.filter((alarm) => alarm.cancelSignal === cancelSignal)
			.forEach((alarm) => {
				alarm.at = Math.min(alarm.at, latest);
			});
	}
}

async function nothingLeftToDo(): Promise<void> {
	await new Promise(setImmediate);
}
