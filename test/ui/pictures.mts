import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));

/** What tells nothing of the node: n8n's own buttons and messages. */
const aside = [
	'.el-notification',
	'[data-test-id=canvas-controls]',
	'[data-test-id=canvas-background]',
	'[data-test-id=execute-workflow-button]',
	'[data-test-id=node-creator-plus-button]',
	'[data-test-id=command-bar-button]',
	'[data-test-id=add-sticky-button]',
	'[data-test-id=toggle-focus-panel-button]',
	'[data-test-id=instance-ai-canvas-action-button]',
	'[data-test-id=ask-assistant-button]',
];

/**
 * Writes a picture that README or docs show to `docs/images/<name>.png`. Chromium draws the same page into
 * the same bytes, so that only a picture that shows something else is a change.
 */
export async function takePicture(of: Page | Locator, name: string): Promise<void> {
	await of.screenshot({
		path: `${folder}${name}.png`,
		animations: 'disabled',
		caret: 'hide',
		style: `${aside.join(', ')} { visibility: hidden !important; }`,
	});
}
