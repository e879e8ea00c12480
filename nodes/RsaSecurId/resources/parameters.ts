import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { UserFacingError } from '../../../rsa/values/userFacingError';
import type { EnteredValue } from './fieldValue';
import { ownProperty, PropertyShortcut } from './propertyShortcut';

/** The node's parameters for one item. Each expression is evaluated once. */
export interface ItemParameters {
	/**
	 * The value of a parameter; of a resource locator, its `value`. The name of an option is such as `options.dryRun`.
	 *
	 * @returns undefined if the node has no such parameter, or the option was not added
	 * @throws {UserFacingError} if n8n cannot evaluate its expression
	 */
	entered(name: string): EnteredValue | undefined;
	/** Whether a parameter is an expression: only then can its value differ from item to item. */
	isExpression(name: string): boolean;
	/**
	 * The mode of a resource locator, such as `list` or `email`; undefined if the parameter is none.
	 *
	 * @throws {UserFacingError} if the whole locator is an expression, and n8n cannot evaluate it
	 */
	mode(name: string): unknown;
}

/** The value of a field for an item; its default if a saved workflow does not have the field. */
export function enteredIn(
	parameters: ItemParameters,
	{ name, default: defaultValue }: Pick<INodeProperties, 'name' | 'default'>,
): EnteredValue {
	return parameters.entered(name) ?? { value: defaultValue, isExpression: false };
}

/** Where a parameter's value comes from: the same for all items of a run. */
type Source =
	{ readonly kind: 'absent' } | { readonly kind: 'fixed'; readonly value: unknown } | Expression;

interface Expression {
	readonly kind: 'expression';
	readonly shortcut: PropertyShortcut | undefined;
	/** Whether it is the value of a resource locator. Otherwise it may give a whole locator, with its own mode. */
	readonly isLocator: boolean;
}

/**
 * The node's parameters, for each item of the input.
 *
 * n8n needs 1 ms of CPU time to evaluate an expression (measured, 2.41.1, which runs expressions in a separate isolate),
 * as much as for all the rest of an item, and some time for fixed values too. So fixed values are read directly. n8n
 * evaluates the others, each parameter and option separately, so that an error names the one that cannot be evaluated.
 *
 * @param fields all of the form, for their labels in errors
 */
export function parametersOfItems(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
): ItemParameters[] {
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
				const whole = evaluated(context, name, itemIndex, fields);
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

/** @param name of a parameter, or of an option, such as `options.dryRun` */
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

/** Whether a value contains no expression: for n8n, that is any text that begins with `=`, in lists and objects too. */
function isFixed(value: unknown): boolean {
	if (typeof value === 'string') return !value.startsWith('=');
	return !isObject(value) || Object.values(value).every(isFixed);
}

function evaluated(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	fields: readonly INodeProperties[],
): unknown {
	try {
		return context.getNodeParameter(name, itemIndex);
	} catch (error) {
		throw notEvaluated(name, fields, error);
	}
}

function notEvaluated(
	name: string,
	fields: readonly INodeProperties[],
	error: unknown,
): UserFacingError {
	const reason = error instanceof Error ? error.message : String(error);
	const label = labelOf(name, fields);
	const kind = name.includes('.') ? 'option' : 'parameter';
	return new UserFacingError(
		`The expression in the ${kind} '${label}' cannot be evaluated: ${reason}`,
		`Check the expression in '${label}' and the input item that it reads from.`,
	);
}

/** The label of a parameter or option in the form; its name if the form does not have it. */
function labelOf(name: string, fields: readonly INodeProperties[]): string {
	const [parameter, option] = name.split('.');
	const found = fields.filter((field) => field.name === parameter);
	const candidates = option === undefined ? found : found.flatMap(({ options = [] }) => options);
	const field = candidates.find((candidate) => candidate.name === (option ?? parameter));
	return field !== undefined && 'displayName' in field ? field.displayName : name;
}
