import type { Clock } from './clock';
import type { Permit } from './permit';
import type { RunQueue } from './runQueue';
import type { WakeUp } from './wakeUp';

/** ms without a response after which the next burst, more than the first requests of a run, or another probe is sent. */
const GIVE_UP_AFTER = { burst: 250, first: 2000, probe: 2000 };

/** How long other requests wait for a response: one that is missing must not block all that come later. */
export class AwaitedResponses {
	/** Whether RSA has answered any request. */
	private isAnswered = false;
	private probe: Permit | undefined;

	/** @param giveUpBurst begins the next burst, although a response to this one is missing */
	constructor(
		private readonly clock: Clock,
		private readonly wakeUp: WakeUp,
		private readonly giveUpBurst: (permit: Permit) => void,
	) {}

	/** Whether a probe is awaited: a request that shows whether RSA accepts requests again. */
	get isProbing(): boolean {
		return this.probe !== undefined;
	}

	/** A request of a run was sent. @param beginsBurst whether it is the first of a burst */
	sent(run: RunQueue, permit: Permit, beginsBurst: boolean): void {
		if (beginsBurst) this.waitForBurst(permit);
		if (!run.isAnswered) this.wakeUp.after(GIVE_UP_AFTER.first, () => (run.isAnswered = true));
		if (!permit.isProbe) return;
		this.probe = permit;
		this.wakeUp.after(GIVE_UP_AFTER.probe, () => {
			this.ended(permit);
		});
	}

	/** RSA answered a request of a run. */
	answered(run: RunQueue): void {
		run.isAnswered = true;
		this.isAnswered = true;
	}

	/** A request has ended. */
	ended(permit: Permit): void {
		if (this.probe === permit) this.probe = undefined;
	}

	/** The first responses of all are awaited for longer: they may show a limit, and a process that has just started is slow. */
	private waitForBurst(permit: Permit): void {
		this.wakeUp.after(GIVE_UP_AFTER.burst, () => {
			const isOver = this.isAnswered || this.clock.now() - permit.sentAt >= GIVE_UP_AFTER.first;
			if (isOver) this.giveUpBurst(permit);
			else this.waitForBurst(permit);
		});
	}
}
