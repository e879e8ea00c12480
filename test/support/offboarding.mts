import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Role } from '../../sandbox/tenant/authorization/administration-keys.mts';
import { startTenant, type Tenant, type TenantOptions } from '../../sandbox/tenant/tenant.mts';
import { runWorkflow, type WorkflowResult, type WorkflowRun } from './engine.mts';

export const ADA = 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d';
export const GRACE = '1c1c0a5e-2222-4a4a-9b9b-000000000002';
/** A user that the tenant does not have. */
export const UNKNOWN_USER = '00000000-0000-4000-8000-000000000000';

export const ADAS = '000123456789';
export const ADAS_SECOND = '1231314525';
export const GRACES = '000200000002';
export const FREE = '000300000003';
export const FREE_WITH_PIN = '000300000004';
/** A serial number that the tenant does not have. */
export const MISSING = '000999999999';

/** A tenant with two users and their tokens, and a credential that may do the work of a help desk. */
export interface Offboarding {
	readonly tenant: Tenant;
	readonly credential: ICredentialDataDecryptedObject;
	/** Adds tokens of ADA's that have a PIN, and gives the items that name them. */
	readonly addTokens: (
		count: number,
	) => ReadonlyArray<readonly [userId: string, serialNumber: string]>;
	/** Runs the node for items of `[userId, serialNumber]`. */
	readonly run: (
		operation: WorkflowRun['operation'],
		items: ReadonlyArray<readonly [userId: string, serialNumber: unknown]>,
		settings?: Partial<WorkflowRun>,
	) => Promise<WorkflowResult>;
}

/** Starts the tenant; the caller stops it. */
export async function startOffboarding(
	options: TenantOptions = {},
	role: Role = 'helpDesk',
): Promise<Offboarding> {
	const tenant = await startTenant({
		users: [{ userId: ADA }, { userId: GRACE }],
		hardwareTokens: [
			{ tokenSerialNumber: ADAS, userId: ADA, pinSet: true },
			{ tokenSerialNumber: ADAS_SECOND, userId: ADA, pinSet: true },
			{ tokenSerialNumber: GRACES, userId: GRACE, pinSet: true },
			{ tokenSerialNumber: FREE },
			{ tokenSerialNumber: FREE_WITH_PIN, pinSet: true },
		],
		...options,
	});
	const jwt = await tenant.signJwt(tenant.issueKey({ role }));
	const credential = { authentication: 'jwt', baseUrl: tenant.adminRestApiUrl, jwt };
	return {
		tenant,
		credential,
		addTokens: (count) =>
			Array.from({ length: count }, (_, index) => {
				const tokenSerialNumber = String(900_000_000_000 + index);
				tenant.addHardwareToken({ tokenSerialNumber, userId: ADA, pinSet: true });
				return [ADA, tokenSerialNumber] as const;
			}),
		run: async (operation, items, settings = {}) =>
			await runWorkflow({
				credential,
				operation,
				items: items.map(([userId, serialNumber]) => ({
					userId,
					serialNumber: serialNumber as string,
				})),
				...settings,
			}),
	};
}
