/** Refusals in a row, between which others were let through. A rate that is too high refuses hardly any request so often. */
const ENOUGH = 3;

/** How often RSA refused a request, or requests to an endpoint, since one was let through. */
export class RefusalsInARow {
	/** When it was refused last, if it was. By the throttle's clock, in ms. */
	at: number | undefined;
	/** Refusals after which others were let through. */
	count = 0;
}

/**
 * Tells refusals that are about one request or one endpoint from those of a rate: RSA refuses it again and again, while
 * it lets others through. They say nothing about how many requests RSA takes. Times by the throttle's clock, in ms.
 */
export class LoneRefusals {
	private passedAt = Number.NEGATIVE_INFINITY;
	private readonly endpoints = new Map<string, RefusalsInARow>();

	/** A request was let through. */
	passed(endpoint: string, sentAt: number): void {
		this.passedAt = Math.max(this.passedAt, sentAt);
		this.endpoints.delete(endpoint);
	}

	/** A request was refused. @returns whether that says nothing about the rate */
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
