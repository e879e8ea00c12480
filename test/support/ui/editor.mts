import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

import type { N8nInstance } from '../../../sandbox/n8n/instance.mts';
import type { Owner } from '../../../sandbox/n8n/editor-api.mts';
import { CredentialDialog } from './credential-dialog.mts';
import { NodeDetails } from './node-details.mts';

export type Theme = 'light' | 'dark';

/** ms. Measured: n8n's editor opens in 4 s here; the machine may be busy. */
const TIMEOUT = 60_000;

/** The editor's label of a connection that items passed. */
const itemCount = /\d items?/;

/** CSS pixels. High enough for the longest form. */
const viewport = { width: 1440, height: 1000 };

/** n8n's editor in a browser, used as a person does; elements are found by n8n's test IDs (n8n 2.41.1). */
export class Editor {
	readonly #context: BrowserContext;
	readonly #url: string;

	private constructor(
		context: BrowserContext,
		readonly page: Page,
		url: string,
	) {
		this.#context = context;
		this.#url = url;
	}

	/** Opens the editor of a running n8n and signs in. The caller closes it. */
	static async open(
		browser: Browser,
		{ url }: N8nInstance,
		{ email, password }: Owner,
		theme: Theme,
	): Promise<Editor> {
		const context = await browser.newContext({ viewport });
		context.setDefaultTimeout(TIMEOUT);
		// Where the editor keeps what a person chose under Settings, Personal (n8n 2.41.1).
		await context.addInitScript((chosen) => {
			localStorage.setItem('N8N_THEME', chosen);
		}, theme);
		const page = await context.newPage();
		await page.goto(`${url}/signin`);
		await page.locator('input[type=email]').fill(email);
		await page.locator('input[type=password]').fill(password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL(/\/(home|workflow)/);
		return new Editor(context, page, url);
	}

	async close(): Promise<void> {
		await this.#context.close();
	}

	async newWorkflow(): Promise<void> {
		await this.#goTo('/workflow/new');
	}

	async openWorkflow(id: string): Promise<void> {
		await this.#goTo(`/workflow/${id}`);
		await this.#byTestId('canvas-node').first().waitFor();
		await this.#byTestId('zoom-to-fit').click();
	}

	/** Every node and note of the workflow that is open. */
	get nodes(): Locator {
		return this.page.locator('.vue-flow__node');
	}

	/** All of the workflow that is open: its nodes, and the lines that lead from the last ones. */
	get workflow(): Locator {
		return this.nodes.or(this.#openEnds);
	}

	/** Searches in the list of nodes. @returns the names that are shown once `expected` is there */
	async search(text: string, expected: string): Promise<string[]> {
		await this.#searchFor(text);
		const names = this.#byTestId('node-creator-item-name');
		await names.filter({ hasText: expected }).waitFor();
		return await names.allInnerTexts();
	}

	/** Adds a node by one of its actions, as the list of nodes offers them. */
	async addNode(name: string, action: string): Promise<NodeDetails> {
		await this.#searchFor(name);
		await this.#item(name).click();
		// In a workflow without a trigger, n8n shows the triggers of an app and folds its actions up.
		const folded = this.#byTestId('node-creator-category-item').filter({ hasText: /^Actions/ });
		await this.#item(action).or(folded).first().waitFor();
		if (!(await this.#item(action).isVisible())) await folded.click();
		await this.#item(action).click();
		const hint = this.page.getByRole('button', { name: 'Got it' });
		await this.page.addLocatorHandler(hint, async () => {
			await hint.click();
		});
		return this.#details();
	}

	/** Runs the workflow that is open, to its end. */
	async executeWorkflow(): Promise<void> {
		await this.#byTestId('execute-workflow-button').click();
		await this.page.getByText(/^Workflow executed (successfully|with)/).waitFor();
		await this.#byTestId('edge-label').filter({ hasText: itemCount }).first().waitFor();
		for (const end of await this.#openEnds.all()) {
			await end.locator('..').filter({ hasText: itemCount }).waitFor();
		}
	}

	/** Opens a node of the workflow. */
	async openNode(name: string): Promise<NodeDetails> {
		await this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`).dblclick();
		return this.#details();
	}

	get #openEnds(): Locator {
		return this.#byTestId('canvas-handle-plus-wrapper');
	}

	/** The dialog of a credential that is open. */
	get credentialDialog(): CredentialDialog {
		return new CredentialDialog(this.page);
	}

	async #details(): Promise<NodeDetails> {
		const details = new NodeDetails(this.page);
		await details.panel.waitFor();
		return details;
	}

	async #goTo(path: string): Promise<void> {
		await this.page.goto(`${this.#url}${path}`);
		await this.#byTestId('canvas-wrapper').waitFor();
	}

	async #searchFor(text: string): Promise<void> {
		const search = this.#byTestId('node-creator-search-bar');
		if (!(await search.isVisible())) await this.#byTestId('node-creator-plus-button').click();
		await search.fill(text);
	}

	#item(text: string): Locator {
		return this.#byTestId('item-iterator-item').filter({ hasText: text }).first();
	}

	#byTestId(id: string): Locator {
		return this.page.getByTestId(id);
	}
}
