import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { NotSent } from '../../../rsa/http/response';
import type { TenantThrottle } from '../../../rsa/throttle/tenantThrottle';
import type { RunThrottle } from '../../../rsa/throttle/runThrottle';
import { UserCache } from '../../../rsa/users/userCache';
import {
	tenantAddressOf,
	tenantThrottleFor,
	transportFactoryFor,
	type TransportFactory,
} from '../client';
import { CredentialsOfItems } from './credentialsOfItems';
import { Lanes } from './lanes';
import { SharedChanges } from './sharedChanges';

/** What items with credentials for the same tenant share in a run: the order of its changes. */
interface OrderOfChanges {
	readonly lanes: Lanes;
	readonly changes: SharedChanges;
}

/** What items with the same credential share in a run. */
export interface Tenant extends OrderOfChanges {
	readonly createTransport: TransportFactory;
	readonly throttle: RunThrottle;
	readonly users: UserCache;
}

/** The tenants of a run: one, unless the credential's fields depend on the item. */
export class Tenants {
	private readonly credentials: CredentialsOfItems;
	private readonly tenants = new Map<ICredentialDataDecryptedObject, Tenant>();
	/** By the tenant's address. */
	private readonly orders = new Map<string | undefined, OrderOfChanges>();
	private endReason: NotSent | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly createThrottle: (tenant: TenantThrottle) => RunThrottle,
	) {
		this.credentials = new CredentialsOfItems(context);
	}

	/**
	 * The tenant of an item.
	 *
	 * @throws {UserFacingError} if n8n cannot read or resolve the credential
	 */
	async of(itemIndex: number): Promise<Tenant> {
		const fields = await this.credentials.of(itemIndex);
		const tenant = this.tenants.get(fields) ?? this.create(fields);
		this.tenants.set(fields, tenant);
		return tenant;
	}

	/** From now on no item is started. Items that have started are finished. */
	end(reason: NotSent): void {
		this.endReason ??= reason;
		this.tenants.forEach(({ throttle }) => throttle.end(reason));
	}

	/** Why the run waits at the moment, for n8n's log; undefined if it waits for responses only. */
	waitInWords(): string | undefined {
		const waits = [...this.tenants.values()].map(({ throttle }) => throttle.waitInWords());
		return waits.find((wait) => wait !== undefined);
	}

	private create(fields: ICredentialDataDecryptedObject): Tenant {
		const throttle = this.createThrottle(tenantThrottleFor(fields));
		if (this.endReason !== undefined) throttle.end(this.endReason);
		return {
			createTransport: transportFactoryFor(this.context, fields),
			throttle,
			users: new UserCache(),
			...this.orderAt(tenantAddressOf(fields)),
		};
	}

	/** With invalid credentials nothing is changed, so they may share an order. */
	private orderAt(address: string | undefined): OrderOfChanges {
		const order = this.orders.get(address) ?? { lanes: new Lanes(), changes: new SharedChanges() };
		this.orders.set(address, order);
		return order;
	}
}
