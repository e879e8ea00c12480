import type { Clock } from '../../rsa/pace/clock.ts';

interface Alarm {
	readonly at: number;
	readonly ring: () => void;
}

/** Time that passes only when nothing else is left to do, so that hours are over in milliseconds. */
export class VirtualClock implements Clock {
	#now = 0;
	#alarms: Alarm[] = [];

	now(): number {
		return this.#now;
	}

	async sleep(milliseconds: number): Promise<void> {
		await new Promise<void>((ring) => {
			// As Node.js does it: no timer rings before a millisecond has passed.
			this.#alarms.push({ at: this.#now + Math.max(1, milliseconds), ring });
		});
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
			this.#advance();
			await nothingLeftToDo();
		}
		return await work;
	}

	#advance(): void {
		const at = Math.min(...this.#alarms.map((alarm) => alarm.at));
		if (at === Number.POSITIVE_INFINITY) throw new Error('Nothing is left that could happen');
		this.#now = at;
		const due = this.#alarms.filter((alarm) => alarm.at <= at);
		this.#alarms = this.#alarms.filter((alarm) => alarm.at > at);
		due.forEach(({ ring }) => {
			ring();
		});
	}
}

async function nothingLeftToDo(): Promise<void> {
	await new Promise(setImmediate);
}
