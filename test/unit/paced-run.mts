import type { HeldBack, Reply, SignedInSend } from '../../rsa/reply.ts';
import { courierFor, type Courier } from '../../rsa/pace/courier.ts';
import { Pace } from '../../rsa/pace/pace.ts';
import { requestTo } from '../../rsa/endpoints.ts';
import { LimitedTenant, type Limits } from './limited-tenant.mts';
import { SERIAL } from './scripted-delivery.mts';
import { seededRandom } from './seeded-random.mts';
import { VirtualClock } from './virtual-clock.mts';

interface Setting extends Limits {
	readonly maxConcurrency?: number;
	/** By the clock, in ms. */
	readonly endsAt?: number;
	readonly random?: () => number;
	/** Of the same time and tenant. */
	readonly beside?: PacedRun;
}

/** ms. */
const ITEM_DEADLINE = 300_000;

/** Any request: a tenant with a limit looks at none of them. */
export const aRequest = requestTo('lookupHardwareToken', { body: { tokenSerialNumber: SERIAL } });

/** A run against a tenant with a limit, in virtual time. */
export class PacedRun {
	readonly clock: VirtualClock;
	readonly cancellation = new AbortController();
	readonly tenant: LimitedTenant;
	readonly pace: Pace;
	private readonly maxConcurrency: number;

	constructor(setting: Setting = {}) {
		const { beside, endsAt = Number.POSITIVE_INFINITY } = setting;
		const { maxConcurrency = 64, random = seededRandom(1) } = setting;
		const cancelSignal = this.cancellation.signal;
		this.maxConcurrency = maxConcurrency;
		this.clock = beside?.clock ?? new VirtualClock();
		this.tenant =
			beside?.tenant ?? new LimitedTenant(this.clock, setting, () => 45 + 10 * random());
		this.pace = new Pace({
			clock: this.clock.cancelledBy(cancelSignal),
			cancelSignal,
			maxConcurrency,
			endsAt,
			random,
		});
	}

	/** An item of the run. */
	item(limit = ITEM_DEADLINE, send: SignedInSend = this.tenant.send): Courier {
		return courierFor(this.pace, send, limit);
	}

	/** So many items send a request each, begun one by one as there is room for them. */
	async sendAll(count: number, limit?: number): Promise<Array<Reply | HeldBack>> {
		const replies: Array<Reply | HeldBack> = [];
		let left = count;
		const work = async () => {
			while (left > 0) {
				left -= 1;
				replies.push(await this.item(limit).send(aRequest));
			}
		};
		await Promise.all(Array.from({ length: this.maxConcurrency }, work));
		return replies;
	}

	/** Does something when the time has come. */
	at(time: number, action: () => void): void {
		void this.clock.sleep(time - this.clock.now()).then(action);
	}
}

/** The causes for which requests were held back, each once. */
export function causesOf(replies: ReadonlyArray<Reply | HeldBack>): string[] {
	const causes = replies.map((reply) => (reply.kind === 'heldBack' ? reply.because : reply.kind));
	return [...new Set(causes)];
}
