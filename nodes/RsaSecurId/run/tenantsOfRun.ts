import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { TenantThrottle } from '../../../rsa/throttle/tenantThrottle';
import type { Throttle } from '../../../rsa/throttle/throttle';
import type { NotSent } from '../../../rsa/http/response';
import { UserCache } from '../../../rsa/users/userCache';
import { Lanes } from './lanes';
import { CredentialsOfItems } from './credentialsOfItems';
import { tenantThrottleFor, transportFactoryWith, type TransportFactory } from '../client';

/** What the items of a run share that have the same credential. */
export interface TenantOfRun {
	readonly sendWithin: TransportFactory;
	readonly pace: Throttle;
	readonly people: UserCache;
	readonly changes: Lanes;
}

/** The tenants of a run: one, where the credential's fields do not depend on the items. */
export class TenantsOfRun {
	private readonly credentials: CredentialsOfItems;
	private readonly tenants = new Map<ICredentialDataDecryptedObject, TenantOfRun>();
	private ending: NotSent | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly newThrottle: (tenant: TenantThrottle) => Throttle,
	) {
		this.credentials = new CredentialsOfItems(context);
	}

	/**
	 * The tenant of an item.
	 *
	 * @throws {Refusal} where n8n cannot read or resolve the credential
	 */
	async of(itemIndex: number): Promise<TenantOfRun> {
		const fields = await this.credentials.of(itemIndex);
		const tenant = this.tenants.get(fields) ?? this.begin(fields);
		this.tenants.set(fields, tenant);
		return tenant;
	}

	/** From now on no item is begun. Those that have begun come to their end. */
	end(heldBack: NotSent): void {
		this.ending ??= heldBack;
		this.tenants.forEach(({ pace }) => pace.end(heldBack));
	}

	private begin(fields: ICredentialDataDecryptedObject): TenantOfRun {
		const pace = this.newThrottle(tenantThrottleFor(fields));
		if (this.ending !== undefined) pace.end(this.ending);
		const sendWithin = transportFactoryWith(this.context, fields);
		return { sendWithin, pace, people: new UserCache(), changes: new Lanes() };
	}
}
