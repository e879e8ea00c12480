/** Refusals in a row while others were accepted. If the rate was too high, hardly any request would be refused so often. */
const ENOUGH = 3;

/** Refusals of one request, or of requests to one endpoint, since one was accepted. */
export class RefusalsInARow {
	/** Time of the last refusal, by the throttle's clock, in ms; undefined if there was none. */
	at: number | undefined;
	/** Number of refusals. Those without an accepted request between them count as one. */
	count = 0;
}

/**
 * Recognizes refusals that are about one request or one endpoint: RSA refuses it again and again, and accepts others
 * meanwhile. They say nothing about the rate that RSA accepts. Times by the throttle's clock, in ms.
 */
export class LoneRefusals {
	private passedAt = Number.NEGATIVE_INFINITY;
	private readonly endpoints = new Map<string, RefusalsInARow>();

	/** A request was accepted. */
	passed(endpoint: string, sentAt: number): void {
		this.passedAt = Math.max(this.passedAt, sentAt);
		this.endpoints.delete(endpoint);
	}

	/** A request was refused. @returns whether that is about this request or endpoint only */
	refused(request: RefusalsInARow, endpoint: string, now: number): boolean {
		const ofEndpoint = this.endpoints.get(endpoint) ?? new RefusalsInARow();
		this.endpoints.set(endpoint, ofEndpoint);
		this.count(request, now);
		this.count(ofEndpoint, now);
		return Math.max(request.count, ofEndpoint.count) >= ENOUGH;
	}

	private count(refusals: RefusalsInARow, now: number): void {
		if (refusals.at === undefined || this.passedAt > refusals.at) refusals.count += 1;
		refusals.at = now;
	}
}
