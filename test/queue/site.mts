import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packPackage } from '../../sandbox/demo/packing.mts';
import { N8nCluster } from '../../sandbox/n8n/cluster.mts';
import { installN8n } from '../../sandbox/n8n/installation.mts';
import { oauthCredentialOf } from '../../sandbox/tenant/authorization/oauth-credential.mts';
import { startTenant, type Tenant } from '../../sandbox/tenant/tenant.mts';
import { webhookWorkflow } from '../support/workflows.mts';

/** Path of the webhook that unassigns the tokens of batches, and ID of its workflow and credential. */
export const webhookId = 'unassign-batch';

export const workers = 2;
/** Executions that a worker runs in parallel: n8n's default. */
export const concurrency = 10;

/** A tenant, and an n8n in queue mode whose webhook unassigns tokens in it. */
export interface Site {
	readonly tenant: Tenant;
	readonly cluster: N8nCluster;
	readonly remove: () => Promise<void>;
}

/**
 * n8n finds out that a worker is gone when its lock on a job runs out, looks for such jobs now and then, and
 * for executions that are in no queue. Its defaults are 60 s, 30 s and 180 min: too long for a test.
 */
const quickRecovery = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
	// Minutes.
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '0.1',
};

/** Starts everything. @throws an Error where something does not come up; nothing is left behind then */
export async function openSite(): Promise<Site> {
	const tenant = await startTenant({ responseMilliseconds: 50 });
	let cluster: N8nCluster | undefined;
	const remove = async () => {
		await cluster?.remove();
		await tenant.stop();
	};
	try {
		cluster = await createCluster();
		await prepare(cluster, tenant);
		return { tenant, cluster, remove };
	} catch (error) {
		await remove();
		throw error;
	}
}

async function createCluster(): Promise<N8nCluster> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-queue-'));
	try {
		return await N8nCluster.create({
			installation: await installN8n(),
			packageTarball: await packPackage(folder),
			workers,
			concurrency,
			environment: quickRecovery,
		});
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function prepare(cluster: N8nCluster, tenant: Tenant): Promise<void> {
	const client = await tenant.issueOAuthClient({ keyType: 'EC' });
	await cluster.main.importCredentials([
		{
			id: webhookId,
			name: webhookId,
			type: 'rsaCloudAdministrationApi',
			data: oauthCredentialOf(tenant, client),
		},
	]);
	await cluster.main.importWorkflows([
		webhookWorkflow({
			id: webhookId,
			operation: 'unassign',
			onError: 'continueRegularOutput',
			credential: webhookId,
			responds: 'onReceived',
		}),
	]);
	await cluster.main.publish(webhookId);
	await cluster.start();
	await cluster.main.setUpOwner();
}
