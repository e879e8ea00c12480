import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import type { SendResult, Transport } from '../../rsa/http/response.ts';
import { serialNumberOf, type StatefulTenant, type TokenRecord } from './stateful-tenant.mts';
import type { VirtualClock } from './virtual-clock.mts';

/** The fate of a request on its way. Times are in ms. */
export interface Fate {
	/** When the tenant executes it: before it responds, or after the client gave up. */
	readonly applied: 'atOnce' | 'later' | 'never';
	/** The result that the client gets; undefined if it is the tenant's own response. */
	readonly fault?: SendResult | undefined;
	readonly latency: number;
	readonly laterBy: number;
}

const FINE: Fate = { applied: 'atOnce', latency: 50, laterBy: 0 };

/** A request that went out. */
export interface Sent {
	readonly item: number;
	readonly request: RsaRequest;
	readonly sentAt: number;
	/** Its place among all that happened on the wire. */
	readonly order: number;
	received?: { readonly result: SendResult; readonly at: number; readonly order: number };
	/** Whether the client got the tenant's own response. */
	readonly isTrue: boolean;
	/** Whether it went out although its execution was cancelled. */
	readonly isTooLate: boolean;
}

/** A change of a token by a request of an item. */
export interface Effect {
	readonly item: number;
	readonly before: TokenRecord;
}

/** Sends the requests of a run to a tenant, each with its fate, and records what happened. */
export class FaultyWire {
	readonly sent: Sent[] = [];
	readonly effects: Effect[] = [];
	mostInFlight = 0;
	#inFlight = 0;
	#happenings = 0;

	/** @param fates of the first requests of each item; those after them are executed and get their response */
	constructor(
		private readonly tenant: StatefulTenant,
		private readonly clock: VirtualClock,
		private readonly fates: ReadonlyArray<readonly Fate[]>,
		private readonly isCancelled: (item: number) => boolean,
	) {}

	/** The transport of an item. */
	sendFor(item: number): Transport {
		const left = [...(this.fates[item] ?? [])];
		return async (request) => await this.#carry(item, request, left.shift() ?? FINE);
	}

	/** The requests of an item, in their order. */
	sentFor(item: number): Sent[] {
		return this.sent.filter((sent) => sent.item === item);
	}

	async #carry(item: number, request: RsaRequest, fate: Fate): Promise<SendResult> {
		const sent: Sent = {
			item,
			request,
			sentAt: this.clock.now(),
			order: (this.#happenings += 1),
			isTrue: fate.fault === undefined,
			isTooLate: this.isCancelled(item),
		};
		this.sent.push(sent);
		this.#inFlight += 1;
		this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
		const result = await this.#result(item, request, fate);
		this.#inFlight -= 1;
		sent.received = { result, at: this.clock.now(), order: (this.#happenings += 1) };
		return result;
	}

	async #result(item: number, request: RsaRequest, fate: Fate): Promise<SendResult> {
		const { applied, fault, latency, laterBy } = fate;
		await this.clock.sleep(latency / 2);
		const result = applied === 'atOnce' ? this.#carryOut(item, request) : undefined;
		await this.clock.sleep(latency / 2);
		if (applied === 'later') {
			void this.clock.sleep(laterBy).then(() => this.#carryOut(item, request));
		}
		return fault ?? result ?? { kind: 'answerLost', reason: 'no response arrived in time' };
	}

	#carryOut(item: number, request: RsaRequest): SendResult {
		const serialNumber = serialNumberOf(request);
		const before = this.tenant.token(serialNumber);
		const response = this.tenant.execute(request);
		const after = this.tenant.token(serialNumber);
		const hasChanged = before?.owner !== after?.owner || before?.pinSet !== after?.pinSet;
		if (before !== undefined && hasChanged) this.effects.push({ item, before });
		return { kind: 'response', response };
	}
}
