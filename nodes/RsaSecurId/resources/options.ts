import type { INodeProperties } from 'n8n-workflow';

import { numberOf, switchOf, textOf, type EnteredValue, type Field } from './fieldValue';
import { optionFields, optionNames, type OptionName } from './optionFields';
import type { ItemParameters } from './parameters';

const forAll: readonly OptionName[] = [
	'auditRecord',
	'itemDeadline',
	'maxConcurrency',
	'maxTries',
	'reference',
	'runDeadline',
	'stopAfterFailures',
	'timeout',
];

const forUnseenChanges: readonly OptionName[] = [...forAll, 'dryRun', 'maxChanges'];
const forChanges: readonly OptionName[] = [...forUnseenChanges, 'verify'];

/** The field Options of an operation that only looks something up. */
export const readingOptionsField = optionsOf(forAll);

/** The field Options of an operation that changes something. */
export const optionsField = optionsFieldWith();

/** The same for a change that no look-up can show. */
export const optionsFieldWithoutVerify = optionsOf(forUnseenChanges);

/** The same with further options that only some changes have. */
export function optionsFieldWith(...names: readonly OptionName[]): INodeProperties {
	return optionsOf([...new Set([...forChanges, ...names])]);
}

/** The same for a change with another description of Verify. */
export function optionsFieldWhereVerify(description: string): INodeProperties {
	return optionsOf(forChanges, { verify: { ...optionFields.verify, description } });
}

function optionsOf(
	names: readonly OptionName[],
	others: Readonly<Partial<Record<OptionName, INodeProperties>>> = {},
): INodeProperties {
	const fields: Readonly<Record<OptionName, INodeProperties>> = { ...optionFields, ...others };
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: names.map((name) => fields[name]).sort(byDisplayName),
	};
}

function byDisplayName(one: INodeProperties, other: INodeProperties): number {
	return one.displayName.localeCompare(other.displayName);
}

type FieldOf<Name extends OptionName> = (typeof optionFields)[Name];

/** Type of an option's value, by the type of its field. */
type ValueOf<Type> = Type extends 'boolean' ? boolean : Type extends 'number' ? number : string;

/** The options of an item, as far as they were added. */
export type GivenOptions = {
	readonly [Name in OptionName]?: ValueOf<FieldOf<Name>['type']>;
};

const readers: Readonly<
	Record<
		FieldOf<OptionName>['type'],
		(field: Field, entered: EnteredValue) => boolean | number | string
	>
> = { boolean: switchOf, number: numberOf, string: textOf };

/**
 * All options that were added for an item.
 *
 * @throws {UserFacingError} if the value of one is invalid
 */
export function readOptions(parameters: ItemParameters): GivenOptions {
	return Object.fromEntries(
		optionNames.flatMap((name) => {
			const value = readOption(name, parameters);
			return value === undefined ? [] : [[name, value]];
		}),
	);
}

/**
 * One option of an item.
 *
 * @returns undefined if it was not added
 * @throws {UserFacingError} if its value is invalid
 */
export function readOption<Name extends OptionName>(
	name: Name,
	parameters: ItemParameters,
): GivenOptions[Name];
export function readOption(
	name: OptionName,
	parameters: ItemParameters,
): boolean | number | string | undefined {
	const entered = parameters.entered(`options.${name}`);
	const field = optionFields[name];
	return entered && readers[field.type]({ ...field, isOption: true }, entered);
}

/** Limits of one item. Times are in ms. */
export interface ItemLimits {
	/** Time that the item may take. */
	readonly limit: number;
	readonly maxTries: number;
	readonly timeout: number;
}

/** The limits of an item; the defaults for options that were not added. */
export function limitsOf(options: GivenOptions): ItemLimits {
	const { itemDeadline, maxTries, timeout } = optionFields;
	return {
		limit: (options.itemDeadline ?? itemDeadline.default) * 1000,
		maxTries: options.maxTries ?? maxTries.default,
		timeout: (options.timeout ?? timeout.default) * 1000,
	};
}
