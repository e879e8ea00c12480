import type { IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';

/** `={{ $json.leaver.userId }}` or `={{ $json["user ID"] }}`: a property of the item, and nothing else. */
const PROPERTY_OF_ITEM =
	/^=\{\{\s*\$json((?:\.[a-z_$][\w$]*|\["[^"\\]+"\]|\['[^'\\]+'\])+)\s*\}\}$/i;
const STEPS = /\.([\w$]+)|\["([^"]+)"\]|\['([^']+)'\]/g;

/** The node's parameters as one item has them. */
export interface ItemParameters {
	/** What a parameter holds; of a resource locator, its value. Nothing where the node has no such parameter. */
	value(name: string): unknown;
	/** The way in which a resource locator names its resource; nothing where the parameter is none. */
	mode(name: string): unknown;
}

/** Where a parameter's value comes from: the same for all items of a run. */
type Source =
	| { readonly kind: 'fixed'; readonly value: unknown }
	| { readonly kind: 'property'; readonly path: readonly string[] }
	| { readonly kind: 'expression' };

/**
 * The node's parameters, for each item of the input.
 *
 * n8n's evaluator takes a millisecond of CPU for each expression (measured, 2.41.1, whose expressions run in
 * an isolate of their own), which is as much as all the rest of an item's work, and takes its time for fixed
 * values too. So what is fixed, or reads a text of the item, is read as it stands; n8n evaluates the rest.
 */
export function parametersOfItems(context: IExecuteFunctions): ItemParameters[] {
	const entered = context.getNode().parameters;
	const sources = new Map<string, Source>();
	const sourceOf = (name: string) => {
		const source = sources.get(name) ?? readSource(entered[name]);
		sources.set(name, source);
		return source;
	};
	return context.getInputData().map((_, itemIndex) => ({
		value: (name) => valueFrom(sourceOf(name), context, name, itemIndex),
		mode: (name) => modeOf(entered[name]),
	}));
}

function readSource(entered: NodeParameterValueType): Source {
	const value = isResourceLocator(entered) ? entered.value : entered;
	if (isFixed(value)) return { kind: 'fixed', value };
	const path = PROPERTY_OF_ITEM.exec(String(value))?.[1];
	if (path === undefined) return { kind: 'expression' };
	const steps = Array.from(path.matchAll(STEPS), ([, ...step]) => step.find(isText) ?? '');
	return { kind: 'property', path: steps };
}

function modeOf(entered: unknown): unknown {
	return isResourceLocator(entered) && 'mode' in entered ? entered.mode : undefined;
}

function isResourceLocator(entered: unknown): entered is { readonly value: unknown } {
	return typeof entered === 'object' && entered !== null && '__rl' in entered && 'value' in entered;
}

/** n8n takes any text that begins with an equals sign for an expression, in a collection too. */
function isFixed(value: unknown): boolean {
	if (typeof value === 'string') return !value.startsWith('=');
	return typeof value !== 'object' || value === null || Object.values(value).every(isFixed);
}

function valueFrom(
	source: Source,
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
): unknown {
	if (source.kind === 'fixed') return source.value;
	const text = source.kind === 'property' ? textOfItem(context, source.path, itemIndex) : undefined;
	return text ?? context.getNodeParameter(name, itemIndex, undefined, { extractValue: true });
}

function textOfItem(
	context: IExecuteFunctions,
	path: readonly string[],
	itemIndex: number,
): string | undefined {
	const value = path.reduce(ownProperty, context.getInputData()[itemIndex]?.json);
	return isText(value) ? value : undefined;
}

function ownProperty(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}
