import type { Clock } from './clock';
import type { Permit } from './permit';
import { UNTIL_ANSWERED, type RunQueue } from './runQueue';
import type { WakeUp } from './wakeUp';

/** ms without a response after which the next burst, any request of a run, or another probe is sent. */
const GIVE_UP_AFTER = { burst: 250, run: 2000, probe: 2000 };

/**
 * The same for bursts if RSA's first response is late: the second burst is sent `first` ms after the first, each further one
 * `next` ms after the one before. Up to `UNTIL_ANSWERED.late` requests are sent before the response: RSA may refuse them as
 * slowly as it accepts them.
 */
const IF_LATE = { first: 300, next: 10 };

/** How long other requests wait for a response: one that is missing must not block all that come later. */
export class AwaitedResponses {
	/** RSA's first response to any request. */
	private firstResponse: 'awaited' | 'quick' | 'late' = 'awaited';
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
		if (run.firstResponse !== 'there') this.waitForFirst(run);
		if (!permit.isProbe) return;
		this.probe = permit;
		this.wakeUp.after(GIVE_UP_AFTER.probe, () => {
			this.ended(permit);
		});
	}

	/** RSA answered a request of a run. */
	answered(run: RunQueue): void {
		if (this.firstResponse === 'awaited') {
			this.firstResponse = run.firstResponse === 'late' ? 'late' : 'quick';
		}
		run.firstResponse = 'there';
	}

	/** A request has ended. */
	ended(permit: Permit): void {
		if (this.probe === permit) this.probe = undefined;
	}

	private waitForFirst(run: RunQueue): void {
		this.wakeUp.afterIdle(IF_LATE.first, () => {
			if (run.firstResponse === 'awaited') run.firstResponse = 'late';
		});
		this.wakeUp.after(GIVE_UP_AFTER.run, () => (run.firstResponse = 'there'));
	}

	/** The first responses of all are awaited for longer: they may show a limit, and a process that has just started is slow. */
	private waitForBurst(permit: Permit): void {
		const { sentAt, inFlight } = permit;
		const ifLate = inFlight.others === 0 ? IF_LATE.first : IF_LATE.next;
		this.wakeUp.afterIdle(this.firstResponse === 'quick' ? GIVE_UP_AFTER.burst : ifLate, () => {
			const isSmall = 2 * inFlight.others < UNTIL_ANSWERED.late;
			const isOver = this.clock.now() - sentAt >= GIVE_UP_AFTER.run;
			if (this.firstResponse !== 'awaited' || isSmall || isOver) this.giveUpBurst(permit);
			else this.waitForBurst(permit);
		});
	}
}
