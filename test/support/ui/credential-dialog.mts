import type { Locator, Page } from 'playwright-core';

/** The form of a credential in n8n's editor. */
export class CredentialDialog {
	readonly #page: Page;

	constructor(page: Page) {
		this.#page = page;
	}

	/** All of the dialog. */
	get element(): Locator {
		return this.#page.getByTestId('editCredential-modal');
	}

	async rename(name: string): Promise<void> {
		await this.element.getByTestId('credential-name').click();
		await this.element.getByTestId('inline-edit-input').fill(name);
		await this.#page.keyboard.press('Enter');
	}

	/** Chooses how the credential signs in. */
	async chooseAuthentication(name: string): Promise<void> {
		await this.#input('authentication').click();
		await this.#page.getByRole('option', { name }).filter({ visible: true }).click();
	}

	/** @param values by the fields' names */
	async fill(values: Readonly<Record<string, string>>): Promise<void> {
		for (const [name, value] of Object.entries(values)) await this.#input(name).fill(value);
	}

	/** Saves a credential that works: n8n tests it, and closes the dialog. */
	async saveAndClose(): Promise<void> {
		await this.#save.click();
		await this.element.waitFor({ state: 'hidden' });
	}

	/** Saves a credential that does not work. @returns what n8n says of it. */
	async saveAndFail(): Promise<string> {
		await this.#save.click();
		await this.element.getByText('More details').click();
		return await this.element
			.locator('.el-tag--danger')
			.filter({ hasText: 'Couldn’t connect' })
			.innerText();
	}

	/** @returns n8n's message for a credential that works. */
	async tested(): Promise<string> {
		return await this.#page.getByTestId('credentials-config-container-test-success').innerText();
	}

	async close(): Promise<void> {
		await this.#page.keyboard.press('Escape');
		await this.element.waitFor({ state: 'hidden' });
	}

	get #save(): Locator {
		return this.element.getByTestId('credential-save-button');
	}

	#input(name: string): Locator {
		return this.element.getByTestId(`parameter-input-${name}`).locator('input, textarea').first();
	}
}
