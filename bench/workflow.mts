import type { WorkflowFile } from '../sandbox/n8n/instance.mts';
import { subjects, type Access, type Subject } from './subjects.mts';

const position = [0, 0];
const meterNode = (name: string, type: string) => ({
	id: name,
	name,
	type: `n8n-nodes-bench.${type}`,
	typeVersion: 1,
	position,
	parameters: {},
});

/**
 * The workflow that measures a subject: a webhook of the subject's name takes what tokens to unassign, and
 * responds with the reading of the meter around the subject's step.
 *
 * @param access to the tenant
 * @param credential id of the credential for it
 */
export function benchWorkflow(subject: Subject, access: Access, credential: string): WorkflowFile {
	const nodes = [
		{
			id: 'webhook',
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position,
			webhookId: subject,
			parameters: { httpMethod: 'POST', path: subject, responseMode: 'lastNode', options: {} },
		},
		meterNode('Generate', 'generate'),
		meterNode('Meter start', 'meterStart'),
		{
			id: 'subject',
			name: 'Subject',
			position,
			// A failed item is counted, and does not end the measurement.
			onError: 'continueRegularOutput',
			credentials: { rsaCloudAdministrationApi: { id: credential, name: credential } },
			...subjects[subject].nodeFor(access),
		},
		meterNode('Meter stop', 'meterStop'),
	];
	return {
		id: subject,
		name: subject,
		nodes,
		connections: inARow(nodes.map(({ name }) => name)),
		// n8n's saving of executions is not the step's time.
		settings: {
			executionOrder: 'v1',
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
		},
	};
}

function inARow(names: readonly string[]): object {
	const links = names
		.slice(1)
		.map((node, index) => [names[index], { main: [[{ node, type: 'main', index: 0 }]] }]);
	return Object.fromEntries(links) as object;
}
