import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

const folder = fileURLToPath(new URL('../../../docs/images/', import.meta.url));

/** Elements that show nothing of the node: n8n's own buttons and messages. */
const aside = [
	'.el-notification',
	'[data-test-id=canvas-controls]',
	'[data-test-id=canvas-background]',
	'[data-test-id=execute-workflow-button]',
	'.tab-bar-container',
	'[data-test-id=floating-nodes]',
	'[data-test-id=panel-drag-button]',
	'[data-test-id=node-creator-plus-button]',
	'[data-test-id=command-bar-button]',
	'[data-test-id=add-sticky-button]',
	'[data-test-id=toggle-focus-panel-button]',
	'[data-test-id=instance-ai-canvas-action-button]',
];

/** CSS pixels around what a picture is of. */
const MARGIN = 64;

/**
 * Writes a picture that README or docs show to `docs/images/<name>.png`. Chromium draws the same page into
 * the same bytes, so that only a picture that shows something else is a change.
 *
 * @param of the elements that have to be on it, with room around them; by default all of the viewport
 */
export async function takePicture(page: Page, name: string, of?: Locator): Promise<void> {
	// An element under the pointer shows buttons that are hidden otherwise.
	await page.mouse.move(0, 0);
	const clip = of && around(await Promise.all((await of.all()).map(boundsOf)));
	await page.screenshot({
		path: `${folder}${name}.png`,
		animations: 'disabled',
		caret: 'hide',
		style: `${aside.join(', ')} { visibility: hidden !important; }`,
		...(clip && { clip }),
	});
}

interface Bounds {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

async function boundsOf(element: Locator): Promise<Bounds> {
	const bounds = await element.boundingBox();
	if (!bounds) throw new Error('What the picture is of cannot be seen');
	return bounds;
}

function around(all: readonly Bounds[]): Bounds {
	const x = Math.min(...all.map((bounds) => bounds.x)) - MARGIN;
	const y = Math.min(...all.map((bounds) => bounds.y)) - MARGIN;
	const right = Math.max(...all.map((bounds) => bounds.x + bounds.width)) + MARGIN;
	const bottom = Math.max(...all.map((bounds) => bounds.y + bounds.height)) + MARGIN;
	return { x, y, width: right - x, height: bottom - y };
}
