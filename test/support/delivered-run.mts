import { applyChange } from '../../rsa/delivery/applyChange.ts';
import type { ChangeResult } from '../../rsa/delivery/changeResult.ts';
import { changeOf } from '../../rsa/hardwareTokens/tokenChange.ts';
import { createClient, type Client } from '../../rsa/throttle/client.ts';
import { TenantThrottle } from '../../rsa/throttle/tenantThrottle.ts';
import { RunThrottle } from '../../rsa/throttle/runThrottle.ts';
import type { NotSent, SendResult } from '../../rsa/http/response.ts';
import { FaultyWire } from './faulty-wire.mts';
import { changes, knownUsers, type Item, type Scenario } from './scenario.mts';
import { seededRandom } from './seeded-random.mts';
import { changeRequestedBy, StatefulTenant, type TokenRecord } from './stateful-tenant.mts';
import { VirtualClock } from './virtual-clock.mts';

/** What a delivery met on its way: a result to the change or to a look-up, or a pause that it had no time for. */
export type Step =
	| { readonly kind: 'change' | 'lookUp'; readonly result: SendResult | NotSent }
	| { readonly kind: 'noTimeForPause' };

/** What an item of a run came to. */
export interface DeliveredItem {
	readonly index: number;
	readonly item: Item;
	readonly delivery: ChangeResult;
	readonly steps: readonly Step[];
	/** The token when the delivery was at its end. */
	readonly token: TokenRecord | undefined;
	/** By the clock, in ms. */
	readonly endedAt: number;
}

/** A run that is over: what its items came to, and what happened on the wire. */
export interface DeliveredRun {
	readonly scenario: Scenario;
	readonly items: readonly DeliveredItem[];
	readonly wire: FaultyWire;
	readonly tenant: StatefulTenant;
}

/** The setting of a scenario: its tenant, its time, and the wire between. */
export class Stage {
	readonly clock = new VirtualClock();
	readonly wire: FaultyWire;
	/** One for each execution. They share the throttle of the tenant. */
	readonly throttles: readonly RunThrottle[];
	/** Of the first execution. Others are not cancelled. */
	readonly cancelSignal: AbortSignal;

	constructor(
		readonly scenario: Scenario,
		readonly tenant = tenantOf(scenario),
	) {
		const { cancelledAt, endsAt, executions, fates, maxConcurrency, reassignments, seed } =
			scenario;
		const cancellation = new AbortController();
		this.cancelSignal = cancellation.signal;
		const isCancelled = (item: number) => item % executions === 0 && this.cancelSignal.aborted;
		this.wire = new FaultyWire(tenant, this.clock, fates, isCancelled);
		const random = seededRandom(seed);
		const limits = { maxConcurrency, endsAt, random };
		const tenantThrottle = new TenantThrottle(this.clock, random);
		this.throttles = Array.from({ length: executions }, (_, execution) => {
			const cancelSignal = execution === 0 ? this.cancelSignal : new AbortController().signal;
			const clock = this.clock.cancelledBy(cancelSignal);
			return new RunThrottle(tenantThrottle, { ...limits, cancelSignal, clock });
		});
		if (cancelledAt !== undefined)
			this.#at(cancelledAt, () => {
				cancellation.abort();
			});
		for (const { at, owner, tokenSerialNumber } of reassignments) {
			this.#at(at, () => {
				tenant.assign(tokenSerialNumber, owner);
			});
		}
	}

	/** The throttle of the execution that has an item. */
	throttleOf(index: number): RunThrottle {
		const throttle = this.throttles[index % this.throttles.length];
		if (throttle === undefined) throw new Error('A scenario has at least one execution');
		return throttle;
	}

	#at(time: number, action: () => void): void {
		void this.clock.sleep(time).then(action);
	}
}

/** Delivers the changes of a scenario concurrently, and waits until all are finished. */
export async function deliverAll(stage: Stage): Promise<DeliveredRun> {
	const { clock, scenario, tenant, wire } = stage;
	const work = scenario.items.map(async (item, index) => await deliverItem(stage, item, index));
	const items = await clock.run(Promise.all(work));
	await clock.runOut();
	return { scenario, items, wire, tenant };
}

async function deliverItem(stage: Stage, item: Item, index: number): Promise<DeliveredItem> {
	const { scenario, tenant, wire } = stage;
	const { limit, maxTries } = scenario;
	const steps: Step[] = [];
	const client = watched(
		createClient(stage.throttleOf(index), wire.sendFor(index), limit, maxTries),
		steps,
	);
	const delivery = await applyChange(changeOf(changes[item.name], item.target), client);
	const token = tenant.token(item.target.tokenSerialNumber);
	return { index, item, delivery, steps, token, endedAt: stage.clock.now() };
}

function watched(client: Client, steps: Step[]): Client {
	return {
		...client,
		async send(request) {
			const result = await client.send(request);
			steps.push({ kind: changeRequestedBy(request) === undefined ? 'lookUp' : 'change', result });
			return result;
		},
		async waitBeforeRetry(inARow) {
			const goesOn = await client.waitBeforeRetry(inARow);
			if (!goesOn) steps.push({ kind: 'noTimeForPause' });
			return goesOn;
		},
		async waitBeforeLookUp(inARow) {
			const goesOn = await client.waitBeforeLookUp(inARow);
			if (!goesOn) steps.push({ kind: 'noTimeForPause' });
			return goesOn;
		},
	};
}

function tenantOf({ tokens, tellsPinOfNobodys }: Scenario): StatefulTenant {
	return new StatefulTenant(tokens, knownUsers, tellsPinOfNobodys);
}
