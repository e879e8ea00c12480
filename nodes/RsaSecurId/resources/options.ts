import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../../../rsa/refusal';
import { numberFrom } from './number';
import { optionFields, type OptionName } from './optionFields';
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

/** The collection at the end of the form of an operation that only reads. */
export const readingOptionsField = optionsOf(forAll);

/** The collection at the end of the form of an operation that changes something. */
export const optionsField = optionsFieldWith();

/** The same with options that only some changes have. */
export function optionsFieldWith(...names: readonly OptionName[]): INodeProperties {
	return optionsOf([...forAll, 'maxChanges', ...names]);
}

function optionsOf(names: readonly OptionName[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: names.map((name) => optionFields[name]).sort(byDisplayName),
	};
}

function byDisplayName(one: INodeProperties, other: INodeProperties): number {
	return one.displayName.localeCompare(other.displayName);
}

/** What holds for one item. Times are in ms. */
export interface ItemOptions {
	/** How long the item may take. */
	readonly limit: number;
	readonly maxTries: number;
	readonly timeout: number;
}

/** What holds for the whole run, as its first item has it. Times are in ms. */
export interface RunOptions {
	readonly maxChanges: number;
	readonly maxConcurrency: number;
	readonly runDeadline: number;
	readonly stopAfterFailures: number;
}

/** @throws {Refusal} where an option is no number that it can be */
export function readItemOptions(parameters: ItemParameters): ItemOptions {
	const given = givenOptions(parameters);
	return {
		limit: numberOf('itemDeadline', given) * 1000,
		maxTries: numberOf('maxTries', given),
		timeout: numberOf('timeout', given) * 1000,
	};
}

/** @throws {Refusal} where an option is no number that it can be */
export function readRunOptions(parameters: ItemParameters): RunOptions {
	const given = givenOptions(parameters);
	return {
		maxChanges: numberOf('maxChanges', given),
		maxConcurrency: numberOf('maxConcurrency', given),
		runDeadline: numberOf('runDeadline', given) * 1000,
		stopAfterFailures: numberOf('stopAfterFailures', given),
	};
}

/** What an option holds as it was entered; nothing where it was not added. */
export function givenOption(name: OptionName, parameters: ItemParameters): unknown {
	return givenOptions(parameters)[name];
}

/** Brakes hold only where they were added. */
const withoutStandard: readonly OptionName[] = ['maxChanges', 'stopAfterFailures'];

/** The options that are numbers. */
type NumberName = {
	[Name in OptionName]: (typeof optionFields)[Name]['type'] extends 'number' ? Name : never;
}[OptionName];

function givenOptions(parameters: ItemParameters): IDataObject {
	const given = parameters.value('options');
	return typeof given === 'object' && given !== null ? { ...given } : {};
}

function numberOf(name: NumberName, given: IDataObject): number {
	const field = optionFields[name];
	const { minValue, maxValue = Number.POSITIVE_INFINITY } = boundsOf(field);
	if (given[name] === undefined) {
		return withoutStandard.includes(name) ? Number.POSITIVE_INFINITY : field.default;
	}
	const value = numberFrom(given[name]);
	if (value >= minValue && value <= maxValue) return value;
	const range = maxValue === Number.POSITIVE_INFINITY ? 'or more' : `to ${maxValue}`;
	throw new Refusal(
		`The option '${field.displayName}' is no number from ${minValue} ${range}`,
		'Correct it, or the expression that it comes from.',
	);
}

function boundsOf({ typeOptions }: { typeOptions: { minValue: number; maxValue?: number } }) {
	return typeOptions;
}
