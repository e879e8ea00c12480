import type { Clock } from '../../rsa/throttle/clock.ts';
import { VirtualClock } from './virtual-clock.mts';

/** A time in which the event loop is busy: nothing that waits goes on before its end. In ms. */
export interface Pause {
	readonly from: number;
	readonly until: number;
}

/** A virtual clock of a process whose event loop is busy now and then. */
export class BusyClock extends VirtualClock {
	readonly #pauses: Pause[];
	/** The same time in another process, which is not busy. */
	readonly elsewhere: Clock = {
		now: () => this.now(),
		sleep: async (milliseconds) => {
			await super.sleep(milliseconds);
		},
	};

	constructor(pauses: readonly Pause[]) {
		super();
		this.#pauses = [...pauses];
	}

	/** Keeps the event loop busy for so many ms, once it is idle. Resolves when it is idle again. */
	async work(milliseconds: number): Promise<void> {
		await this.untilIdle();
		const from = this.now();
		this.#pauses.push({ from, until: from + milliseconds });
		await this.sleep(milliseconds);
	}

	/** Resolves once the event loop is not busy. */
	async untilIdle(): Promise<void> {
		for (let pause = this.#pauseNow(); pause !== undefined; pause = this.#pauseNow()) {
			await super.sleep(pause.until - this.now());
		}
	}

	override async sleep(milliseconds: number): Promise<void> {
		await super.sleep(milliseconds);
		await this.untilIdle();
	}

	override cancelledBy(cancelSignal: AbortSignal): Clock {
		const clock = super.cancelledBy(cancelSignal);
		return {
			now: () => clock.now(),
			sleep: async (milliseconds) => {
				await clock.sleep(milliseconds);
				await this.untilIdle();
			},
		};
	}

	#pauseNow(): Pause | undefined {
		const now = this.now();
		return this.#pauses.find(({ from, until }) => now >= from && now < until);
	}
}
