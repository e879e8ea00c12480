import type { Locator, Page } from 'playwright-core';

import { CredentialDialog } from './credential-dialog.mts';

/** The editor's views of items, and the text of a complete one: the last lines of JSON came late at times (n8n 2.41.1). */
const displays = {
	table: { selector: 'table', text: /./ },
	json: { selector: '.vjs-tree', text: /\]\s*$/ },
};

/** The open node: what goes in, its parameters, what comes out. */
export class NodeDetails {
	readonly #page: Page;

	constructor(page: Page) {
		this.#page = page;
	}

	/** All of the open node. */
	get panel(): Locator {
		return this.#page.getByTestId('ndv');
	}

	get parameters(): Locator {
		return this.#page.getByTestId('node-parameters');
	}

	get output(): Locator {
		return this.#page.getByTestId('output-panel');
	}

	/** Opens the form of a new credential. */
	async newCredential(): Promise<CredentialDialog> {
		const first = this.#page.getByRole('button', { name: /^Connect to/ });
		const choice = this.#page.getByTestId('node-credentials-select');
		await first.or(choice).click();
		const another = this.#page.getByTestId('node-credentials-select-item-new');
		const dialog = new CredentialDialog(this.#page);
		await another.or(dialog.element).waitFor();
		if (await another.isVisible()) await another.click();
		await dialog.element.waitFor();
		return dialog;
	}

	/** Opens the form of the credential that is chosen. */
	async editCredential(): Promise<CredentialDialog> {
		await this.#page.getByTestId('credential-edit-button').click();
		return await this.#credentialDialog();
	}

	/** Chooses from a fixed list. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.#page.getByTestId(`parameter-input-${parameter}`).locator('input').first().click();
		const name = this.#page.getByText(option, { exact: true });
		await this.#page.getByRole('option').filter({ has: name }).filter({ visible: true }).click();
	}

	/** Chooses the mode of a resource locator. */
	async chooseMode(parameter: string, mode: string): Promise<void> {
		await this.#locator(parameter).getByTestId('rlc-mode-selector').click();
		await this.#page.getByRole('option', { name: mode }).filter({ visible: true }).click();
	}

	/** Searches in the list of a resource locator. @returns the list's entries when nothing but `expected` is left */
	async searchList(parameter: string, text: string, expected: string): Promise<string[]> {
		await this.#locator(parameter).getByTestId('rlc-input').click();
		await this.#page
			.getByTestId('rlc-search')
			.locator('input')
			.or(this.#page.locator('input[data-test-id=rlc-search]'))
			.fill(text);
		const items = this.#page.getByTestId('rlc-item');
		await items.filter({ hasNotText: expected }).first().waitFor({ state: 'detached' });
		await items.filter({ hasText: expected }).first().waitFor();
		return await items.allInnerTexts();
	}

	/** Opens the list of a resource locator. An entry that is chosen stays in it whatever is searched for (n8n 2.41.1). */
	async openList(parameter: string): Promise<void> {
		await this.#locator(parameter).getByTestId('rlc-input').click();
	}

	/** Takes an entry of the list that is open. */
	async pick(text: string): Promise<void> {
		await this.#page.getByTestId('rlc-item').filter({ hasText: text }).click();
	}

	/** The text in a resource locator's field. */
	async shownIn(parameter: string): Promise<string> {
		return await this.#locator(parameter).getByTestId('rlc-input').inputValue();
	}

	/** Switches a parameter to an expression, and enters it. */
	async enterExpression(parameter: string, expression: string): Promise<void> {
		const container = this.#page.getByTestId(`parameter-input-${parameter}`);
		await container.hover();
		await this.#page
			.getByTestId(`${parameter}-parameter-input-options-container`)
			.getByTestId('radio-button-expression')
			.click();
		await container.locator('.cm-content').click();
		await this.#page.keyboard.press('ControlOrMeta+A');
		await this.#page.keyboard.insertText(expression);
	}

	/** Adds one of the node's options, as the button offers them. */
	async addOption(name: string): Promise<void> {
		await this.#page.getByTestId('collection-parameter-add').click();
		await this.#page
			.getByTestId('collection-parameter-option')
			.filter({ hasText: name, visible: true })
			.click();
	}

	/** Runs the node, with those before it, to its end. */
	async execute(): Promise<void> {
		await this.#page.getByTestId('node-execute-button').click();
		await this.output.getByTestId(/^node-run-status-(success|danger)$/).waitFor();
	}

	/** @returns the output, as text with plain spaces */
	async outputAs(display: 'table' | 'json'): Promise<string> {
		await this.output.getByTestId(`radio-button-${display}`).click();
		const { selector, text: whole } = displays[display];
		const items = this.#page.locator(selector, { hasText: whole });
		const data = this.output.getByTestId('ndv-data-container').filter({ has: items });
		const text = await data.innerText();
		return text.replaceAll('\u00a0', ' ');
	}

	/** Shows another output of the node. */
	async showBranch(name: string): Promise<void> {
		await this.output.getByText(name).click();
	}

	async close(): Promise<void> {
		await this.#page.getByTestId('ndv-close-button').click();
		await this.panel.waitFor({ state: 'hidden' });
	}

	async #credentialDialog(): Promise<CredentialDialog> {
		const dialog = new CredentialDialog(this.#page);
		await dialog.element.waitFor();
		return dialog;
	}

	#locator(parameter: string): Locator {
		return this.#page.getByTestId(`resource-locator-${parameter}`);
	}
}
