import type { Locator } from 'playwright-core';

/** A name as the code has it, such as `tokenSerialNumber`. */
const RAW_NAME = /\b[a-z]+(?:[A-Z][a-z]*)+\b/g;

/**
 * Oversights in a form: texts that are cut off, and names of parameters instead of words.
 *
 * @param form a part of the editor
 * @returns each with what is wrong; empty where nothing is
 */
export async function oversightsIn(form: Locator): Promise<string[]> {
	const rawNames = (await form.innerText()).match(RAW_NAME) ?? [];
	const cutOff = await form.evaluate(cutOffTexts);
	return [
		...rawNames.map((name) => `raw name: ${name}`),
		...cutOff.map((text) => `cut off: ${text}`),
	];
}

/** Runs in the browser. */
function cutOffTexts(form: Element): string[] {
	const widthOf = (text: string, { font }: CSSStyleDeclaration): number => {
		const context = document.createElement('canvas').getContext('2d');
		if (!context) throw new Error('The browser measures no text');
		context.font = font;
		return context.measureText(text).width;
	};
	const roomIn = (element: Element, { paddingLeft, paddingRight }: CSSStyleDeclaration): number =>
		element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
	const isCutOff = (input: HTMLInputElement): boolean => {
		if (input.value !== '') return input.scrollWidth > input.clientWidth + 2;
		// A placeholder does not count as content that could be scrolled.
		const style = getComputedStyle(input);
		return input.clientWidth > 0 && widthOf(input.placeholder, style) > roomIn(input, style);
	};
	const inputs = [...form.querySelectorAll('input')].filter(isCutOff);
	const texts = [...form.querySelectorAll('span, label, p')].filter(
		({ clientWidth, scrollWidth, textContent }) =>
			textContent.trim() !== '' && clientWidth > 0 && scrollWidth > clientWidth + 2,
	);
	return [
		...inputs.map(({ value, placeholder }) => value || placeholder),
		...texts.map(({ textContent }) => textContent.trim()),
	];
}
