/** ms. AWS's adaptive mode counts by half seconds too. */
const SLOT = 500;
const SLOTS = 4;
/** ms. A limiter is usually full when a run begins, and holds about so much: that is no rate. */
const FULL_AT_FIRST = 1000;
/** Requests a second. Where nothing was accepted yet, something has to go out. */
const LOWEST = 0.5;

/** How many requests went out in the last two seconds and were not refused. */
export class AcceptedRequests {
	private readonly slots: Array<{ slot: number; count: number }> = [];
	private beganAt: number | undefined;

	/** A request goes out. Those on their way count too: a refusal is quicker than the answers before it. */
	sent(now: number): void {
		this.beganAt ??= now;
		const slot = Math.floor(now / SLOT);
		const last = this.slots[this.slots.length - 1];
		if (last?.slot === slot) last.count += 1;
		else this.slots.push({ slot, count: 1 });
		if (this.slots.length > SLOTS) this.slots.shift();
	}

	/** A request was refused that went out at this time. */
	refused(sentAt: number): void {
		const sent = this.slots.find(({ slot }) => slot === Math.floor(sentAt / SLOT));
		if (sent !== undefined) sent.count -= 1;
	}

	perSecond(now: number): number {
		const oldest = Math.floor(now / SLOT) - SLOTS + 1;
		const count = this.slots
			.filter(({ slot }) => slot >= oldest)
			.reduce((sum, slot) => sum + slot.count, 0);
		const since = Math.max(oldest * SLOT, (this.beganAt ?? now) - FULL_AT_FIRST);
		return Math.max(LOWEST, (count * 1000) / (now - since));
	}
}
