import type { AccessTokenDelay, HeldBack, Reply } from '../reply';
import type { Clock } from './clock';
import { Hold } from './hold';
import { RequestRate } from './requestRate';
import { RequestWindow, type Salvo } from './requestWindow';
import { loadOf, refusalOf } from './signals';
import { Spacing } from './spacing';
import { WaitingLine, type Patience, type Turn } from './waitingLine';

/** What a run goes by. */
export interface PaceSettings {
	readonly clock: Clock;
	readonly cancelSignal?: AbortSignal | undefined;
	/** Requests on their way at once, at most. */
	readonly maxConcurrency: number;
	/** No item is begun after it, and none is waited for longer. By the clock, in ms. */
	readonly endsAt: number;
	/** Gives numbers from 0 to below 1. */
	readonly random: () => number;
}

/** ms. Who is told when to come back is not told "at once" by a server that refuses again and again. */
const SHORTEST_WAIT = 1000;

/** ms. So long the answers to a salvo are waited for. */
const SALVO_PATIENCE = 1000;

/**
 * The pace of a run: each of its requests, look-ups too, waits here for its turn. It knows of the tenant's
 * limit what the tenant's answers say, and keeps nothing between runs.
 */
export class Pace {
	private readonly hold: Hold;
	/** The access token is waited for: that says nothing of the rate that RSA takes. */
	private readonly signInHold: Hold;
	private signInReason = '';
	private readonly rate = new RequestRate();
	private readonly window: RequestWindow;
	private readonly spacing = new Spacing();
	private readonly line = new WaitingLine();
	private isHandingOut = false;
	private ending: HeldBack | undefined;

	constructor(readonly settings: PaceSettings) {
		this.hold = new Hold(settings.random);
		this.signInHold = new Hold(settings.random);
		this.window = new RequestWindow(settings.maxConcurrency);
	}

	/** Waits for a turn, which has to be given back with {@link finish}, or is held back for good. */
	async turn(patience: Patience): Promise<Turn | HeldBack> {
		return await new Promise((end) => {
			this.line.add({ ...patience, end });
			this.releaseEnded();
			this.releaseHopeless();
			void this.handOutTurns();
		});
	}

	/** Gives a turn back, and learns from what became of its request. */
	finish({ sentAt }: Turn, reply: Reply): void {
		const now = this.settings.clock.now();
		const refusal = refusalOf(reply);
		if (refusal !== undefined) this.refused(sentAt, now, refusal.retryAfter);
		else if (reply.kind === 'answered') this.hold.passed(sentAt, now);
		if (reply.kind === 'answered') this.signInHold.passed(sentAt, now);
		this.window.leave(sentAt, now, loadOf(reply));
		void this.handOutTurns();
	}

	/** Gives a turn back whose request was not sent: the whole run waits for an access token. */
	postpone({ sentAt }: Turn, { reason, retryAfter }: AccessTokenDelay): void {
		this.rate.refused(sentAt);
		this.signInHold.refused(sentAt, this.settings.clock.now(), retryAfter);
		this.signInReason = reason;
		this.window.withdraw();
		this.releaseHopeless();
		void this.handOutTurns();
	}

	/** From now on no item is begun. Those that have begun come to their end. */
	end(heldBack: HeldBack): void {
		this.ending ??= heldBack;
		this.releaseEnded();
	}

	private refused(sentAt: number, now: number, retryAfter: number | undefined): void {
		this.rate.refused(sentAt);
		if (this.hold.refused(sentAt, now, retryAfter)) this.rate.slowDown(now, this.hold.until);
		this.releaseHopeless();
	}

	private async handOutTurns(): Promise<void> {
		if (this.isHandingOut) return;
		this.isHandingOut = true;
		for (let wait = this.waitForNext(); wait !== undefined; wait = this.waitForNext()) {
			if (wait > 0) await this.settings.clock.sleep(wait);
			else this.handOutTurn();
		}
		this.isHandingOut = false;
	}

	/** ms until a turn can be had; nothing where nobody waits for one, or an answer has to come first. */
	private waitForNext(): number | undefined {
		const { cancelSignal, clock, endsAt } = this.settings;
		if (cancelSignal?.aborted) this.cancel();
		const now = clock.now();
		if (now >= endsAt) this.end({ kind: 'heldBack', because: 'runDeadlineReached' });
		if (this.line.isEmpty || !this.window.hasRoom()) return undefined;
		return Math.max(0, this.heldUntil - now, this.rate.waitFor(now), this.spacing.waitFor(now));
	}

	private handOutTurn(): void {
		const sentAt = this.settings.clock.now();
		this.rate.take(sentAt);
		this.spacing.sent(sentAt, this.window.interval);
		const salvo = this.window.enter();
		if (salvo !== undefined) void this.giveUpLater(salvo);
		this.line.next()?.end({ kind: 'turn', sentAt });
	}

	/** One answer that stays away must not hold up all requests that come after its salvo. */
	private async giveUpLater(salvo: Readonly<Salvo>): Promise<void> {
		await this.settings.clock.sleep(SALVO_PATIENCE);
		this.window.giveUp(salvo);
		await this.handOutTurns();
	}

	/** A wait that would take longer than an item may is not begun. */
	private releaseHopeless(): void {
		const { clock, endsAt } = this.settings;
		const until = this.heldUntil;
		const wait = until - clock.now();
		if (wait <= 0) return;
		this.line.release(
			this.heldBackFor(wait),
			({ limit, deadline }) => wait > limit || until > Math.min(deadline, endsAt),
		);
	}

	/** What ends a request that RSA refuses until its item has no time left, however short the waits are. */
	outOfTime(): HeldBack {
		const wait = this.heldUntil - this.settings.clock.now();
		if (wait >= SHORTEST_WAIT) return this.heldBackFor(wait);
		return { ...this.heldBackFor(SHORTEST_WAIT), isOwnWait: true };
	}

	private heldBackFor(retryAfter: number): HeldBack {
		if (this.signInHold.until > this.hold.until) {
			const reason = this.signInReason;
			return { kind: 'heldBack', because: 'accessTokenDelayed', reason, retryAfter };
		}
		const isOwnWait = this.hold.isOwn ? { isOwnWait: true } : {};
		return { kind: 'heldBack', because: 'tooManyRequests', retryAfter, ...isOwnWait };
	}

	private get heldUntil(): number {
		return Math.max(this.hold.until, this.signInHold.until);
	}

	private releaseEnded(): void {
		if (this.ending === undefined) return;
		this.line.release(this.ending, ({ hasBegun }) => !hasBegun);
	}

	private cancel(): void {
		this.line.release({ kind: 'heldBack', because: 'cancelled' }, () => true);
	}
}
