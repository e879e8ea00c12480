import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

import { installN8n } from '../n8n/installation.mts';
import { createInstance, type N8nInstance } from '../n8n/instance.mts';
import { credentialFor, leaversTokens, leaversWorkflow, startLeaversTenant } from './leavers.mts';
import { packPackage } from './packing.mts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const staysOpen = process.argv.includes('--open');
const startedAt = Date.now();

const folder = await mkdtemp(join(tmpdir(), 'rsa-securid-demo-'));
const tenant = await startLeaversTenant();
try {
	const instance = await installedInstance();
	try {
		await runWorkflow(instance);
		if (staysOpen) await stayOpen(instance);
	} finally {
		await instance.remove();
	}
} finally {
	await tenant.stop();
	await rm(folder, { recursive: true, force: true });
}

async function installedInstance(): Promise<N8nInstance> {
	const installation = await installN8n({ onProgress: say });
	say('Building and packing the node');
	await execa('npm', ['run', '--silent', 'build'], { cwd: root });
	const packageTarball = await packPackage(folder);
	say(`Starting from an empty n8n ${installation.version} with the packed node installed`);
	return await createInstance({ installation, packageTarball });
}

async function runWorkflow(instance: N8nInstance): Promise<void> {
	const workflow = await leaversWorkflow();
	say(`A simulated RSA tenant answers on ${tenant.origin}`);
	await instance.importCredentials([await credentialFor(tenant)]);
	await instance.importWorkflows([workflow]);
	showTokens('The tokens before');

	say(`Running the workflow "${workflow.name}"`);
	const execution = await instance.execute(workflow.id);
	for (const node of ['Result', 'Needs review']) {
		print(`\n${node}:`);
		for (const { json } of execution.itemsOf(node)) print(JSON.stringify(json, undefined, 2));
	}
	showTokens('The tokens after');
	say(`Done in ${Math.round((Date.now() - startedAt) / 1000)} s, n8n says "${execution.status}"`);
	if (execution.status !== 'success') process.exitCode = 1;
}

async function stayOpen(instance: N8nInstance): Promise<void> {
	await instance.start();
	const { email, password } = await instance.setUpOwner();
	print(`\nThe editor: ${instance.url}\nSign in as:  ${email}\nPassword:    ${password}`);
	print('It stays up until Ctrl+C.');
	await new Promise<void>((resolve) => {
		process.once('SIGINT', resolve);
		process.once('SIGTERM', resolve);
	});
}

function showTokens(title: string): void {
	print(`\n${title}:`);
	const rows = Object.values(leaversTokens).map((serial) => {
		const { tokenSerialNumber, userId, tokenState, pinSet } = tenant.hardwareToken(serial);
		return { tokenSerialNumber, userId: userId ?? '(nobody)', tokenState, pinSet };
	});
	console.table(rows);
}

function say(line: string): void {
	print(`> ${line}`);
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}
