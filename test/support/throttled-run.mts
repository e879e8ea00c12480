import type { NotSent, SendResult, AuthorizedTransport } from '../../rsa/http/response.ts';
import { createClient, type Client } from '../../rsa/throttle/client.ts';
import { TenantThrottle } from '../../rsa/throttle/tenantThrottle.ts';
import { RunThrottle } from '../../rsa/throttle/runThrottle.ts';
import { requestTo } from '../../rsa/http/endpoints.ts';
import { LimitedTenant, type Limits } from './limited-tenant.mts';
import { SERIAL } from './responses.mts';
import { seededRandom } from './seeded-random.mts';
import { VirtualClock } from './virtual-clock.mts';

interface Setting extends Limits {
	readonly maxConcurrency?: number;
	/** By the clock, in ms. */
	readonly endsAt?: number;
	readonly random?: () => number;
	/** Of the same time, tenant and throttle. */
	readonly beside?: ThrottledRun;
	/** Of the same time and tenant, in a process of its own. */
	readonly elsewhere?: Pick<ThrottledRun, 'clock' | 'tenant'>;
}

/** ms. */
const ITEM_DEADLINE = 300_000;

/** Any request: a tenant with a limit looks at none of them. */
export const aRequest = requestTo('lookupHardwareToken', { body: { tokenSerialNumber: SERIAL } });

/** A run against a tenant with a limit, in virtual time. */
export class ThrottledRun {
	readonly clock: VirtualClock;
	readonly cancellation = new AbortController();
	readonly tenant: LimitedTenant;
	readonly tenantThrottle: TenantThrottle;
	readonly throttle: RunThrottle;
	private readonly maxConcurrency: number;

	constructor(setting: Setting = {}) {
		const { beside, elsewhere, endsAt = Number.POSITIVE_INFINITY } = setting;
		const { maxConcurrency = 64, random = seededRandom(1) } = setting;
		const cancelSignal = this.cancellation.signal;
		const other = beside ?? elsewhere;
		this.maxConcurrency = maxConcurrency;
		this.clock = other?.clock ?? new VirtualClock();
		this.tenant = other?.tenant ?? new LimitedTenant(this.clock, setting, () => 45 + 10 * random());
		this.tenantThrottle = beside?.tenantThrottle ?? new TenantThrottle(this.clock, random);
		this.throttle = new RunThrottle(this.tenantThrottle, {
			clock: this.clock.cancelledBy(cancelSignal),
			cancelSignal,
			maxConcurrency,
			endsAt,
			random,
		});
	}

	/** An item of the run. */
	item(
		limit = ITEM_DEADLINE,
		send: AuthorizedTransport = this.tenant.send,
		maxAttempts = 4,
		timeOfLaterSteps = 0,
	): Client {
		return createClient(this.throttle, send, limit, maxAttempts, timeOfLaterSteps);
	}

	/** Sends a request for each of so many items, started one by one as there is room for them. */
	async sendAll(
		count: number,
		limit?: number,
		send?: AuthorizedTransport,
	): Promise<Array<SendResult | NotSent>> {
		const results: Array<SendResult | NotSent> = [];
		let left = count;
		const work = async () => {
			while (left > 0) {
				left -= 1;
				results.push(await this.item(limit, send).send(aRequest));
			}
		};
		await Promise.all(Array.from({ length: this.maxConcurrency }, work));
		return results;
	}

	/** Does something when the time has come. */
	at(time: number, action: () => void): void {
		void this.clock.sleep(time - this.clock.now()).then(action);
	}
}

/** The causes for which requests were not sent, each once. */
export function causesOf(results: ReadonlyArray<SendResult | NotSent>): string[] {
	const causes = results.map((result) => (result.kind === 'notSent' ? result.cause : result.kind));
	return [...new Set(causes)];
}
