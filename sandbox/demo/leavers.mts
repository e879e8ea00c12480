import { readFile } from 'node:fs/promises';

import type { CredentialFile, WorkflowFile } from '../n8n/instance.mts';
import { startTenant, type Role, type Tenant, type User } from '../tenant/tenant.mts';

/** The users of `examples/offboard-leavers.json`, and one whose token HR's list gets wrong. */
const users = [
	{
		userId: 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d',
		principalUsername: 'ada.lovelace',
		emailAddress: 'ada@example.com',
		firstName: 'Ada',
		lastName: 'Lovelace',
	},
	{
		userId: '1c1c0a5e-2222-4a4a-9b9b-000000000002',
		principalUsername: 'grace.hopper',
		emailAddress: 'grace@example.com',
		firstName: 'Grace',
		lastName: 'Hopper',
	},
	{
		userId: '1c1c0a5e-3333-4a4a-9b9b-000000000003',
		principalUsername: 'alan.turing',
		emailAddress: 'alan@example.com',
		firstName: 'Alan',
		lastName: 'Turing',
	},
	{
		userId: '1c1c0a5e-4444-4a4a-9b9b-000000000004',
		principalUsername: 'edsger.dijkstra',
		emailAddress: 'edsger@example.com',
		firstName: 'Edsger',
		lastName: 'Dijkstra',
	},
] as const satisfies ReadonlyArray<Partial<User>>;

const [ada, , , edsger] = users;

/** One token with a PIN, one that is unassigned already, one that is assigned to someone else. */
export const leaversTokens = {
	withPin: '000123456789',
	unassignedBefore: '000200000002',
	assignedToSomeoneElse: '000300000003',
} as const;

/** Starts the tenant that the leavers' workflow is made for; the caller stops it. */
export async function startLeaversTenant(): Promise<Tenant> {
	const { withPin, unassignedBefore, assignedToSomeoneElse } = leaversTokens;
	return await startTenant({
		users,
		hardwareTokens: [
			{ tokenSerialNumber: withPin, userId: ada.userId, pinSet: true },
			{ tokenSerialNumber: unassignedBefore },
			{ tokenSerialNumber: assignedToSomeoneElse, userId: edsger.userId, pinSet: true },
		],
	});
}

/** The workflow that offboards them. */
export async function leaversWorkflow(): Promise<WorkflowFile> {
	const file = new URL('../../examples/offboard-leavers.json', import.meta.url);
	return JSON.parse(await readFile(file, 'utf8')) as WorkflowFile;
}

/** What the workflow says of its credential. */
const credential = { id: 'rsaTenant', name: 'RSA tenant', type: 'rsaCloudAdministrationApi' };

/** The workflow's credential for a tenant, with a key file. */
export function keyCredentialFor(tenant: Tenant): CredentialFile {
	const apiKeyFile = JSON.stringify(tenant.issueKey());
	return { ...credential, data: { authentication: 'apiKey', apiKeyFile } };
}

/** The workflow's credential for a tenant, with a token that is valid for an hour. */
export async function credentialFor(
	tenant: Tenant,
	role: Role = 'helpDesk',
): Promise<CredentialFile> {
	return {
		...credential,
		data: {
			authentication: 'jwt',
			baseUrl: tenant.adminRestApiUrl,
			jwt: await tenant.signJwt(tenant.issueKey({ role }), { lifetimeSeconds: 3600 }),
		},
	};
}
