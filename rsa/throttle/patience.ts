import type { Clock } from './clock';
import type { Permit } from './permit';
import type { RunQueue } from './runQueue';
import type { WakeUp } from './wakeUp';

/** ms. Answers are not waited for longer: to a burst, to the first requests of a run, to the one that is sent to see whether RSA takes requests again. */
const LONGEST = { burst: 250, first: 2000, probe: 2000 };

/** How long other requests wait for an answer: one that stays away must not hold up all that come after it. */
export class Patience {
	/** Whether RSA answered any request. */
	private isAnswered = false;
	private probe: Permit | undefined;

	/** @param giveUpBurst lets the next burst go out, although an answer to this one is missing */
	constructor(
		private readonly clock: Clock,
		private readonly wakeUp: WakeUp,
		private readonly giveUpBurst: (permit: Permit) => void,
	) {}

	/** Whether the answer to one request is waited for that shows whether RSA takes requests again. */
	get isProbing(): boolean {
		return this.probe !== undefined;
	}

	/** A request of a run went out. @param beginsBurst whether it is the first of a burst */
	sent(run: RunQueue, permit: Permit, beginsBurst: boolean): void {
		if (beginsBurst) this.waitForBurst(permit);
		if (!run.isAnswered) this.wakeUp.after(LONGEST.first, () => (run.isAnswered = true));
		if (!permit.isProbe) return;
		this.probe = permit;
		this.wakeUp.after(LONGEST.probe, () => {
			this.ended(permit);
		});
	}

	/** RSA answered a request of a run. */
	answered(run: RunQueue): void {
		run.isAnswered = true;
		this.isAnswered = true;
	}

	/** A request came to its end. */
	ended(permit: Permit): void {
		if (this.probe === permit) this.probe = undefined;
	}

	/** The first answers of all are waited for longer: they tell of a limit, and a process that has just started gets them late. */
	private waitForBurst(permit: Permit): void {
		this.wakeUp.after(LONGEST.burst, () => {
			const isOver = this.isAnswered || this.clock.now() - permit.sentAt >= LONGEST.first;
			if (isOver) this.giveUpBurst(permit);
			else this.waitForBurst(permit);
		});
	}
}
