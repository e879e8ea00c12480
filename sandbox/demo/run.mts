// npm run demo [-- --open]
// Runs the leavers' workflow in a real n8n against a simulated RSA tenant; with --open, the editor stays up.
import type { Execution } from '../n8n/execution.mts';
import type { N8nInstance, WorkflowFile } from '../n8n/instance.mts';
import { createInstanceOfCheckout, openEditor, untilInterrupted } from './checkout-instance.mts';
import { print, say } from './console.mts';
import {
	keyCredentialFor,
	leaversTokens,
	leaversWorkflow,
	startLeaversTenant,
} from './leavers.mts';

const staysOpen = process.argv.includes('--open');
const startedAt = Date.now();

const tenant = await startLeaversTenant();
try {
	const instance = await createInstanceOfCheckout();
	try {
		await runWorkflow(instance);
		if (staysOpen) await stayOpen(instance);
		else printWhatIsNext();
	} finally {
		await instance.remove();
	}
} finally {
	await tenant.stop();
}

async function runWorkflow(instance: N8nInstance): Promise<void> {
	const workflow = await leaversWorkflow();
	say(`A simulated RSA tenant answers on ${tenant.origin}`);
	await instance.importCredentials([keyCredentialFor(tenant)]);
	await instance.importWorkflows([workflow]);
	showTokens('The tokens before');

	say(`Running the workflow "${workflow.name}"`);
	const execution = await instance.execute(workflow.id);
	for (const name of endsOf(workflow, execution)) {
		print(`\n${name}:`);
		for (const { json } of execution.itemsOf(name)) print(JSON.stringify(json, undefined, 2));
	}
	showTokens('The tokens after');
	say(`Done in ${Math.round((Date.now() - startedAt) / 1000)} s, n8n says "${execution.status}"`);
	if (execution.status !== 'success') process.exitCode = 1;
}

/** The nodes that ran and lead to no other one. */
function endsOf(workflow: WorkflowFile, { runData }: Execution): string[] {
	return Object.keys(runData).filter((name) => !Object.hasOwn(workflow.connections, name));
}

async function stayOpen(instance: N8nInstance): Promise<void> {
	await openEditor(instance);
	print(
		'Open the workflow "Offboard leavers": run it again, and each item has an "already…" outcome.',
	);
	print('n8n and the tenant run until you press Ctrl+C.');
	await untilInterrupted();
}

function printWhatIsNext(): void {
	print('\nTry next:');
	print('  npm run demo -- --open   the same, then look around in the editor');
	print('  npm run dev              change the code and see it in the editor');
	print('  README.md                install the node in your n8n, and build the first workflow');
	print('  docs/examples.md         workflows to import');
}

function showTokens(title: string): void {
	print(`\n${title}:`);
	const rows = Object.values(leaversTokens).map((serial) => {
		const { tokenSerialNumber, userId, tokenState, pinSet } = tenant.hardwareToken(serial);
		return { tokenSerialNumber, userId: userId ?? '(unassigned)', tokenState, pinSet };
	});
	console.table(rows);
}
