import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { UserFacingError } from '../../../rsa/values/userFacingError';
import type { EnteredValue } from './fieldValue';
import { ownProperty, PropertyShortcut } from './propertyShortcut';

/** The node's parameters as one item has them. Each expression is evaluated once. */
export interface ItemParameters {
	/**
	 * What a parameter holds; of a resource locator, its value. Of an option: `options.dryRun`.
	 *
	 * @returns undefined if the node has no such parameter, or the option was not added
	 * @throws {UserFacingError} if n8n cannot evaluate its expression
	 */
	entered(name: string): EnteredValue | undefined;
	/** Whether items may differ in it. */
	isExpression(name: string): boolean;
	/**
	 * The way in which a resource locator names its resource; undefined if the parameter is none.
	 *
	 * @throws {UserFacingError} if the whole locator is an expression, and n8n cannot evaluate it
	 */
	mode(name: string): unknown;
}

/** What a field of the form holds for an item: its default where a saved workflow does not have it. */
export function enteredIn(
	parameters: ItemParameters,
	{ name, default: standard }: Pick<INodeProperties, 'name' | 'default'>,
): EnteredValue {
	return parameters.entered(name) ?? { value: standard, isExpression: false };
}

/** Where a parameter's value comes from: the same for all items of a run. */
type Source =
	{ readonly kind: 'absent' } | { readonly kind: 'fixed'; readonly value: unknown } | Expression;

interface Expression {
	readonly kind: 'expression';
	readonly shortcut: PropertyShortcut | undefined;
	/** Whether it stands in a resource locator. Otherwise it may give a whole one, with a mode of its own. */
	readonly isLocator: boolean;
}

/**
 * The node's parameters, for each item of the input.
 *
 * n8n's evaluator takes a millisecond of CPU for each expression (measured, 2.41.1, whose expressions run in
 * an isolate of their own), which is as much as all the rest of an item's work, and takes its time for fixed
 * values too. So what is fixed is read as it stands; n8n evaluates the rest, each parameter and option by itself:
 * one that cannot be evaluated says so alone.
 */
export function parametersOfItems(context: IExecuteFunctions): ItemParameters[] {
	const { parameters } = context.getNode();
	const sources = new Map<string, Source>();
	const sourceOf = (name: string) => {
		const source = sources.get(name) ?? readSource(valueAt(parameters, name));
		sources.set(name, source);
		return source;
	};
	return context.getInputData().map(({ json }, itemIndex) => {
		const evaluatedBefore = new Map<string, unknown>();
		const heldIn = (name: string, { shortcut, isLocator }: Expression) => {
			if (evaluatedBefore.has(name)) return evaluatedBefore.get(name);
			const evaluate = () => {
				const whole = evaluated(context, name, itemIndex);
				return isLocator ? valueOf(whole) : whole;
			};
			const held = shortcut === undefined ? evaluate() : shortcut.valueIn(json, evaluate);
			evaluatedBefore.set(name, held);
			return held;
		};
		return {
			entered(name) {
				const source = sourceOf(name);
				if (source.kind === 'absent') return undefined;
				if (source.kind === 'fixed') return { value: source.value, isExpression: false };
				const held = heldIn(name, source);
				return { value: source.isLocator ? held : valueOf(held), isExpression: true };
			},
			isExpression: (name) => sourceOf(name).kind === 'expression',
			mode(name) {
				const source = sourceOf(name);
				return source.kind !== 'expression' || source.isLocator
					? modeOf(valueAt(parameters, name))
					: modeOf(heldIn(name, source));
			},
		};
	});
}

/** @param name one step, or two: `options.dryRun` */
function valueAt(parameters: object, name: string): unknown {
	return name.split('.').reduce<unknown>(ownProperty, parameters);
}

function readSource(entered: unknown): Source {
	const value = valueOf(entered);
	if (entered === undefined) return { kind: 'absent' };
	if (isFixed(value)) return { kind: 'fixed', value };
	const isLocator = isResourceLocator(entered);
	return { kind: 'expression', shortcut: PropertyShortcut.for(value), isLocator };
}

function valueOf(entered: unknown): unknown {
	return isResourceLocator(entered) ? entered.value : entered;
}

function modeOf(entered: unknown): unknown {
	return isResourceLocator(entered) ? entered.mode : undefined;
}

function isResourceLocator(
	entered: unknown,
): entered is { readonly value: unknown; readonly mode?: unknown } {
	return isObject(entered) && '__rl' in entered && 'value' in entered;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}

/** n8n takes any text that begins with an equals sign for an expression, in lists and objects too. */
function isFixed(value: unknown): boolean {
	if (typeof value === 'string') return !value.startsWith('=');
	return !isObject(value) || Object.values(value).every(isFixed);
}

function evaluated(context: IExecuteFunctions, name: string, itemIndex: number): unknown {
	try {
		return context.getNodeParameter(name, itemIndex);
	} catch (error) {
		throw notEvaluated(name, error);
	}
}

function notEvaluated(name: string, error: unknown): UserFacingError {
	const reason = error instanceof Error ? error.message : String(error);
	return new UserFacingError(
		`The expression in the parameter '${name}' cannot be evaluated: ${reason}`,
		`Check the expression in '${name}' and the input item that it reads from.`,
	);
}
