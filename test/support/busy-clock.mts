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

	/** Keeps the event loop busy for so many ms from now on, and is done at their end. */
	async work(milliseconds: number): Promise<void> {
		const from = this.now();
		this.#pauses.push({ from, until: from + milliseconds });
		await this.elsewhere.sleep(milliseconds);
	}

	override async sleep(milliseconds: number): Promise<void> {
		await super.sleep(milliseconds);
		await this.#untilIdle();
	}

	override cancelledBy(cancelSignal: AbortSignal): Clock {
		const clock = super.cancelledBy(cancelSignal);
		return {
			now: () => clock.now(),
			sleep: async (milliseconds) => {
				await clock.sleep(milliseconds);
				await this.#untilIdle();
			},
		};
	}

	async #untilIdle(): Promise<void> {
		const now = this.now();
		const pause = this.#pauses.find(({ from, until }) => now >= from && now < until);
		if (pause !== undefined) await super.sleep(pause.until - now);
	}
}
