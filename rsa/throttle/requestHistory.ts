/** A request that was sent. Times by the throttle's clock, in ms; they are moved if it left n8n later than its permit was given. */
export interface Sent {
	at: number;
	/** The same without the time in which no request waited or was in flight. */
	busyAt: number;
}

/** Requests. Enough to see the second before a refusal at the speeds that n8n reaches. */
const LONGEST = 1000;

/** The requests sent since the last refusal. */
export class RequestHistory {
	/** Oldest first. */
	private requests: Sent[] = [];
	private forgotten = 0;

	/** The one that was sent last. */
	get last(): Sent | undefined {
		return this.requests[this.requests.length - 1];
	}

	add(sent: Sent): void {
		this.requests.push(sent);
		if (this.requests.length <= LONGEST) return;
		this.requests.shift();
		this.forgotten += 1;
	}

	has(sent: Sent): boolean {
		return this.requests.includes(sent);
	}

	/** @returns whether it is one of them */
	remove(sent: Sent): boolean {
		const index = this.requests.indexOf(sent);
		if (index >= 0) this.requests.splice(index, 1);
		return index >= 0;
	}

	clear(): void {
		this.requests = [];
		this.forgotten = 0;
	}

	/** Number of requests sent before one of them. */
	countBefore(sent: Sent): number {
		return this.forgotten + this.requests.indexOf(sent);
	}

	/** The requests sent after one of them. */
	after(sent: Sent): readonly Sent[] {
		return this.requests.slice(this.requests.indexOf(sent) + 1);
	}

	/** The requests sent in so many ms before one of them. */
	within(milliseconds: number, sent: Sent): Sent[] {
		return this.until(sent)
			.slice(0, -1)
			.filter(({ at }) => at > sent.at - milliseconds);
	}

	/** Times of these requests up to one of them, without idle time. */
	busyTimesUntil(sent: Sent): number[] {
		return this.until(sent).map(({ busyAt }) => busyAt);
	}

	private until(sent: Sent): Sent[] {
		return this.requests.slice(0, this.requests.indexOf(sent) + 1);
	}
}
