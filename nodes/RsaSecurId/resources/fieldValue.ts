import type { INodeProperties } from 'n8n-workflow';

import { booleanFrom } from '../../../rsa/values/documentedValues';
import { shortened } from '../../../rsa/values/fieldText';
import { UserFacingError } from '../../../rsa/values/userFacingError';

/** The value of a field for one item. */
export interface EnteredValue {
	readonly value: unknown;
	/** Whether it comes from an expression: one that finds nothing is not the same as a field left empty. */
	readonly isExpression: boolean;
}

/** The parts of a field that are needed to check its value. */
export interface Field extends Pick<INodeProperties, 'displayName' | 'name' | 'typeOptions'> {
	/** Whether it is an option, which has a value only if it was added. */
	readonly isOption?: boolean;
}

/** A field with a fixed list of values. */
export interface ChoiceField<Value extends string> extends Field {
	readonly options: ReadonlyArray<{ readonly value: Value }>;
}

/** A number as text in a spreadsheet or a form. `Number` would accept '0x10', '1e3' and '' too. */
const NUMBER_IN_WORDS = /^[+-]?\d+(\.\d+)?$/;

/** Maximum characters of a wrong value that an error repeats. */
const LONGEST_QUOTE = 60;

/**
 * The value of a switch: true or false, also as text in any case, as in queries, forms and CSV files.
 *
 * @throws {UserFacingError} for anything else, which never counts as "off"
 */
export function switchOf(field: Field, { value }: EnteredValue): boolean {
	const isOn = booleanFrom(typeof value === 'string' ? value.trim() : value);
	if (isOn === undefined) throw mustBe(field, 'true or false', value);
	return isOn;
}

/**
 * A number within the field's bounds, also as text. With `numberPrecision: 0`, only a whole number.
 *
 * @throws {UserFacingError} for anything else
 */
export function numberOf(field: Field, { value }: EnteredValue): number {
	const { minValue = -Infinity, maxValue, numberPrecision } = field.typeOptions ?? {};
	const number = numberFrom(value);
	if (!(number >= minValue && number <= (maxValue ?? Number.MAX_VALUE))) {
		const range =
			maxValue === undefined ? `at least ${minValue}` : `between ${minValue} and ${maxValue}`;
		throw mustBe(field, range, value);
	}
	if (numberPrecision === 0 && !Number.isInteger(number))
		throw mustBe(field, 'a whole number', value);
	return number;
}

/**
 * One of the values that the form offers, exactly as it is there.
 *
 * @throws {UserFacingError} for anything else, which never counts as the first of them
 */
export function choiceOf<Value extends string>(
	field: ChoiceField<Value>,
	{ value }: EnteredValue,
): Value {
	const choice = field.options.find((option) => option.value === value);
	if (choice !== undefined) return choice.value;
	const values = field.options.map((option) => `"${option.value}"`).join(' or ');
	throw mustBe(field, values, value);
}

/**
 * Some of the values that the form offers, exactly as they are there, each once.
 *
 * @throws {UserFacingError} for anything else, and for an empty list, which never counts as all of them
 */
export function choicesOf<Value extends string>(
	field: ChoiceField<Value>,
	{ value, isExpression }: EnteredValue,
): readonly Value[] {
	if (!Array.isArray(value)) throw mustBe(field, 'a list', value);
	if (value.length === 0) throw emptyError(field);
	return [...new Set(value.map((each) => choiceOf(field, { value: each, isExpression })))];
}

/**
 * Text, or a number as text. Empty only if the field itself was left empty.
 *
 * @throws {UserFacingError} for anything else, for an expression that gives nothing, and for a number that has lost digits
 */
export function textOf(field: Field, { value, isExpression }: EnteredValue): string {
	if (isEmpty(value) && isExpression) {
		throw emptyError(field);
	}
	if (isEmpty(value)) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number' && isWrittenWhole(value)) return String(value);
	throw mustBe(field, 'text', value);
}

/** Whether a number as text has all of its digits: above 2^53 some are lost, and some numbers get an exponent. */
function isWrittenWhole(value: number): boolean {
	return Math.abs(value) <= Number.MAX_SAFE_INTEGER && NUMBER_IN_WORDS.test(String(value));
}

/** Whether there is no value. White space alone is none, as in a cell that looks empty. */
function isEmpty(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}

function numberFrom(value: unknown): number {
	if (typeof value === 'number') return value;
	const isNumber = typeof value === 'string' && NUMBER_IN_WORDS.test(value.trim());
	return isNumber ? Number(value) : Number.NaN;
}

function emptyError(field: Field): UserFacingError {
	return new UserFacingError(`${nameOf(field)} is empty`, correct(field));
}

function mustBe(field: Field, what: string, value: unknown): UserFacingError {
	return new UserFacingError(
		`${nameOf(field)} must be ${what}`,
		isEmpty(value)
			? `It is empty. ${correct(field)}`
			: `Its value is ${inWords(value)}. Correct it, or the expression or the input item that it comes from.`,
	);
}

function nameOf({ displayName, isOption = false }: Field): string {
	return `The ${isOption ? 'option' : 'parameter'} '${displayName}'`;
}

function correct({ displayName, isOption = false }: Field): string {
	const check = `Check the expression in '${displayName}' and the input item that it reads.`;
	return isOption ? `${check} If you do not need the option, remove it.` : check;
}

function inWords(value: unknown): string {
	if (typeof value === 'string') return `"${shortened(value, LONGEST_QUOTE)}"`;
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
		return `the ${typeof value} ${value}`;
	}
	return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}
