import type { IExecuteFunctions } from 'n8n-workflow';

/** `={{ $json.leaver.userId }}` or `={{ $json["user ID"] }}`: a property of the item, and nothing else. */
const PROPERTY_OF_ITEM =
	/^=\{\{\s*\$json((?:\.[a-z_$][\w$]*|\["[^"\\]+"\]|\['[^'\\]+'\])+)\s*\}\}$/i;
const STEPS = /\.([\w$]+)|\["([^"]+)"\]|\['([^']+)'\]/g;

/**
 * What a parameter of the node holds for an item; of a resource locator, its value.
 *
 * n8n's evaluator takes a millisecond of CPU for each expression (measured, 2.41.1, whose expressions run in
 * an isolate of their own), which is as much as all the rest of an item's work, and takes its time for fixed
 * values too. So what is fixed, or reads a text of the item, is read as it stands; n8n evaluates the rest.
 *
 * @param fallback where the node has no such parameter
 */
export function readParameter(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	fallback?: object,
): unknown {
	const raw: unknown = context.getNodeParameter(name, itemIndex, fallback, {
		rawExpressions: true,
	});
	const value = isResourceLocator(raw) ? raw.value : raw;
	if (isFixed(value)) return value;
	return (
		textOfItem(context, value, itemIndex) ??
		context.getNodeParameter(name, itemIndex, fallback, { extractValue: true })
	);
}

function isResourceLocator(raw: unknown): raw is { readonly value: unknown } {
	return typeof raw === 'object' && raw !== null && '__rl' in raw && 'value' in raw;
}

/** n8n takes any text that begins with an equals sign for an expression, in a collection too. */
function isFixed(value: unknown): boolean {
	if (typeof value === 'string') return !value.startsWith('=');
	return typeof value !== 'object' || value === null || Object.values(value).every(isFixed);
}

function textOfItem(
	context: IExecuteFunctions,
	expression: unknown,
	itemIndex: number,
): string | undefined {
	const path = PROPERTY_OF_ITEM.exec(String(expression))?.[1];
	if (path === undefined) return undefined;
	const names = Array.from(path.matchAll(STEPS), ([, ...step]) => step.find(isText) ?? '');
	const value = names.reduce(ownProperty, context.getInputData()[itemIndex]?.json);
	return isText(value) ? value : undefined;
}

function ownProperty(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}
