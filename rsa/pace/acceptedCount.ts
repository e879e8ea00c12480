/** ms. AWS's adaptive mode counts by half seconds too. */
const SLOT = 500;
const SLOTS = 4;
/** ms. A burst into RSA's full bucket is not taken for a rate before so long. */
const SHORTEST_SPAN = 1000;
/** Requests a second. Where nothing was accepted yet, something has to go out. */
const LOWEST = 0.5;

/** How many requests went out in the last two seconds and were not refused. */
export class AcceptedCount {
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
		const since = Math.max(oldest * SLOT, this.beganAt ?? now);
		return Math.max(LOWEST, (count * 1000) / Math.max(SHORTEST_SPAN, now - since));
	}
}
