import { readFile, readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { selectors, type Browser } from 'playwright-core';

import { credentialFor, leaversTokens, startLeaversTenant } from '../../sandbox/demo/leavers.mts';
import type { N8nInstance, WorkflowFile } from '../../sandbox/n8n/instance.mts';
import type { Tenant } from '../../sandbox/tenant/tenant.mts';
import { createPackedInstance } from '../support/packed-instance.mts';
import { launchChromium } from '../support/ui/chromium.mts';
import { credentialsOf, type CredentialKind } from '../support/ui/credentials.mts';
import { Editor, type Theme } from '../support/ui/editor.mts';
import { oversightsIn } from '../support/ui/form-texts.mts';
import { takePicture } from '../support/ui/pictures.mts';

/** ms. Some ten steps in the browser, each with a request to n8n; the machine may be busy. */
const SESSION = 300_000;

const CLEAR_PIN = "Clear a hardware token's PIN";

let tenant: Tenant;
let instance: N8nInstance;
let browser: Browser;
let editors: Record<Theme, Editor>;
let credentials: Awaited<ReturnType<typeof credentialsOf>>;

beforeAll(async () => {
	selectors.setTestIdAttribute('data-test-id');
	tenant = await startLeaversTenant();
	credentials = await credentialsOf(tenant);
	instance = await createPackedInstance('n8n', { withEditor: true });
	await instance.start();
	const owner = await instance.setUpOwner();
	browser = await launchChromium();
	editors = {
		light: await Editor.open(browser, instance, owner, 'light'),
		dark: await Editor.open(browser, instance, owner, 'dark'),
	};
}, SESSION);

afterAll(async () => {
	// A process that did not start cannot be ended.
	await (browser as Browser | undefined)?.close();
	await (instance as N8nInstance | undefined)?.remove();
	await (tenant as Tenant | undefined)?.stop();
}, SESSION);

describe('a new user', () => {
	test.each([
		'securid',
		'hardware token',
		'offboarding',
		'clear pin',
		'reset pin',
		'authenticator',
		'fob',
		'passcode',
		'mfa',
	])(
		'finds the node by "%s"',
		async (text) => {
			await editors.light.newWorkflow();

			expect(await editors.light.search(text, 'RSA SecurID')).toContain('RSA SecurID');
		},
		SESSION,
	);

	test(
		'comes from an empty workflow to a cleared PIN without the docs',
		async () => {
			await editors.light.newWorkflow();
			const node = await editors.light.addNode('RSA SecurID', CLEAR_PIN);
			const credential = await node.newCredential();
			await credential.fill(credentials['Administration API Key'].works);
			await credential.saveAndClose();
			const users = await node.searchList('user', 'ada', 'Ada Lovelace');
			await node.pick('Ada Lovelace');
			const tokens = await node.searchList('serialNumber', '', leaversTokens.withPin);
			await node.pick(leaversTokens.withPin);
			await node.execute();

			expect(users).toEqual(['Ada Lovelace (ada@example.com)']);
			expect(tokens).toEqual([leaversTokens.withPin]);
			expect(JSON.parse(await node.outputAs('json'))).toMatchObject([{ outcome: 'pinCleared' }]);
			expect(await node.outputAs('table')).toContain('pinCleared');
			expect(tenant.hardwareToken(leaversTokens.withPin).pinSet).toBe(false);
			await takePicture(editors.light.page, 'clear-pin');
		},
		SESSION,
	);
});

describe('a person who fills in the form', () => {
	const UNASSIGN = 'Unassign a hardware token';
	const { withPin } = leaversTokens;

	async function newUnassign() {
		await editors.light.newWorkflow();
		const node = await editors.light.addNode('RSA SecurID', UNASSIGN);
		const credential = await node.newCredential();
		await credential.fill(credentials['Administration API Key'].works);
		await credential.saveAndClose();
		return node;
	}

	test(
		'adds Dry Run, and nothing is changed',
		async () => {
			const before = tenant.hardwareToken(withPin);
			const node = await newUnassign();
			await node.searchList('user', 'ada', 'Ada Lovelace');
			await node.pick('Ada Lovelace');
			await node.searchList('serialNumber', '', withPin);
			await node.pick(withPin);
			await node.addOption('Dry Run');
			await node.execute();

			expect(JSON.parse(await node.outputAs('json'))).toMatchObject([{ dryRun: true }]);
			expect(tenant.hardwareToken(withPin)).toEqual(before);
		},
		SESSION,
	);

	test(
		'chooses another user, and the token picked for the first one is gone',
		async () => {
			const node = await newUnassign();
			await node.searchList('user', 'ada', 'Ada Lovelace');
			await node.pick('Ada Lovelace');
			await node.searchList('serialNumber', '', withPin);
			await node.pick(withPin);
			expect(await node.shownIn('serialNumber')).toBe(withPin);
			await node.openList('user');
			await node.pick('Grace Hopper');

			expect(await node.shownIn('serialNumber')).toBe('');
		},
		SESSION,
	);

	test(
		'makes the user an expression that gives an email address, and the user is found by it',
		async () => {
			const node = await newUnassign();
			await node.enterExpression('user', "{{ 'ADA@example.com'.toLowerCase() }}");
			await node.enterExpression('serialNumber', `{{ '${withPin}' }}`);
			await node.addOption('Dry Run');
			await node.execute();

			expect(JSON.parse(await node.outputAs('json'))).toMatchObject([
				{ dryRun: true, tokenSerialNumber: withPin },
			]);
		},
		SESSION,
	);
});

describe('a credential', () => {
	test.each<CredentialKind>(['Administration API Key', 'JSON Web Token', 'OAuth Client'])(
		'of the kind "%s" says what is wrong with it, and passes when that is fixed',
		async (kind) => {
			const { works, fails, failure } = credentials[kind];
			await editors.light.newWorkflow();
			const node = await editors.light.addNode('RSA SecurID', CLEAR_PIN);
			const credential = await node.newCredential();
			await credential.rename('RSA tenant');
			await credential.chooseAuthentication(kind);
			await takePicture(editors.light.page, pictureOf(kind), credential.element);

			await credential.fill({ ...works, ...fails });
			expect(await credential.saveAndFail()).toMatch(failure);
			await credential.fill(works);
			await credential.saveAndClose();
			expect(await (await node.editCredential()).tested()).toContain('tested successfully');
		},
		SESSION,
	);
});

describe('the form', () => {
	const operations = {
		'Hardware Token': [
			'Assign',
			'Clear PIN',
			'Delete',
			'Disable',
			'Enable',
			'Get',
			'Get Many',
			'Rename',
			'Unassign',
		],
		User: [
			'Delete',
			'Disable',
			'Enable',
			'Get',
			'Get Many',
			'Mark Deleted',
			'Restore',
			'Synchronize',
		],
	};

	test.each(Object.entries(operations))(
		'of each operation of "%s" is in words, and nothing is cut off',
		async (resource, names) => {
			await editors.light.newWorkflow();
			const node = await editors.light.addNode('RSA SecurID', CLEAR_PIN);
			await node.choose('resource', resource);
			for (const name of names) {
				await node.choose('operation', name);
				expect([name, await oversightsIn(node.parameters)]).toEqual([name, []]);
			}
		},
		SESSION,
	);

	test(
		'of each way to name a user and a hardware token is in words, and nothing is cut off',
		async () => {
			await editors.light.newWorkflow();
			const node = await editors.light.addNode('RSA SecurID', CLEAR_PIN);
			for (const mode of ['By Email', 'By Username', 'By ID', 'From list']) {
				await node.chooseMode('user', mode);
				// n8n's selector is as wide as "From list" (2.41.1); its list shows the whole name.
				const tooWide = mode === 'By Username' ? ['cut off: By Username'] : [];
				expect([mode, await oversightsIn(node.parameters)]).toEqual([mode, tooWide]);
			}
			await node.chooseMode('serialNumber', 'Serial');
			expect(await oversightsIn(node.parameters)).toEqual([]);
		},
		SESSION,
	);
});

describe('a workflow', () => {
	beforeAll(async () => {
		await instance.importCredentials([await credentialFor(tenant)]);
		await instance.importWorkflows((await shippedWorkflows()).map(([, workflow]) => workflow));
	}, SESSION);

	test.each<Theme>(['light', 'dark'])(
		'shows a failed item on the error output, with what to do (%s theme)',
		async (theme) => {
			const editor = editors[theme];
			await editor.openWorkflow('offboardLeavers');
			await editor.executeWorkflow();
			await takePicture(editor.page, inTheme('offboard-leavers', theme), editor.workflow);
			const node = await editor.openNode('Clear PIN');
			await node.showBranch('Error Branch (1 item)');

			const table = await node.outputAs('table');
			expect(table).toContain('was not cleared: it is not assigned to');
			expect(table).toContain(
				'Check the serial number and the user of this item: one of them is wrong',
			);
			expect(await node.outputAs('json')).toContain('assignedToSomebodyElse');
			await takePicture(editor.page, inTheme('failed-item', theme));
			await node.close();
		},
		SESSION,
	);

	test(
		'that is shipped opens in the editor, with every node known',
		async () => {
			const { light } = editors;
			for (const [name, { id, nodes }] of await shippedWorkflows()) {
				await light.openWorkflow(id);

				expect([name, await light.nodes.count()]).toEqual([name, nodes.length]);
				expect(await light.nodes.filter({ hasText: 'Install this node' }).count()).toBe(0);
				if (name !== 'offboard-leavers') await takePicture(light.page, name, light.workflow);
			}
		},
		SESSION,
	);
});

/** The workflows in `examples/`, by the names of their files. */
async function shippedWorkflows(): Promise<Array<readonly [name: string, WorkflowFile]>> {
	const folder = new URL('../../examples/', import.meta.url);
	const files = await readdir(folder);
	return await Promise.all(
		files.map(async (file) => {
			const text = await readFile(new URL(file, folder), 'utf8');
			return [basename(file, '.json'), JSON.parse(text) as WorkflowFile] as const;
		}),
	);
}

function pictureOf(kind: CredentialKind): string {
	return `credential-${kind.toLowerCase().replaceAll(' ', '-')}`;
}

function inTheme(picture: string, theme: Theme): string {
	return theme === 'light' ? picture : `${picture}.${theme}`;
}
