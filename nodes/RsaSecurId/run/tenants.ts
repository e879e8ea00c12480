import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { NotSent } from '../../../rsa/http/response';
import type { TenantThrottle } from '../../../rsa/throttle/tenantThrottle';
import type { RunThrottle } from '../../../rsa/throttle/runThrottle';
import { UserCache } from '../../../rsa/users/userCache';
import { tenantThrottleFor, transportFactoryFor, type TransportFactory } from '../client';
import { CredentialsOfItems } from './credentialsOfItems';
import { Lanes } from './lanes';
import { SharedChanges } from './sharedChanges';

/** What items with the same credential share in a run. */
export interface Tenant {
	readonly createTransport: TransportFactory;
	readonly throttle: RunThrottle;
	readonly users: UserCache;
	readonly lanes: Lanes;
	readonly changes: SharedChanges;
}

/** The tenants of a run: one, unless the credential's fields depend on the item. */
export class Tenants {
	private readonly credentials: CredentialsOfItems;
	private readonly tenants = new Map<ICredentialDataDecryptedObject, Tenant>();
	private readonly lanes = new Map<TenantThrottle, Lanes>();
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
		const tenantThrottle = tenantThrottleFor(fields);
		const throttle = this.createThrottle(tenantThrottle);
		if (this.endReason !== undefined) throttle.end(this.endReason);
		return {
			createTransport: transportFactoryFor(this.context, fields),
			throttle,
			users: new UserCache(),
			lanes: this.lanesOf(tenantThrottle),
			changes: new SharedChanges(),
		};
	}

	/** Two credentials may be for one tenant: the changes of a hardware token keep their order all the same. */
	private lanesOf(tenantThrottle: TenantThrottle): Lanes {
		const lanes = this.lanes.get(tenantThrottle) ?? new Lanes();
		this.lanes.set(tenantThrottle, lanes);
		return lanes;
	}
}
