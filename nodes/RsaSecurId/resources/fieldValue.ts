import type { INodeProperties } from 'n8n-workflow';

import { booleanFrom } from '../../../rsa/values/documentedValues';
import { shortened } from '../../../rsa/values/fieldText';
import { UserFacingError } from '../../../rsa/values/userFacingError';

/** What a field holds for one item. */
export interface EnteredValue {
	readonly value: unknown;
	/** Whether an expression gave it: one that finds nothing is not the same as a field left empty. */
	readonly isExpression: boolean;
}

/** A field of the form, as far as reading its value takes it. */
export interface Field extends Pick<INodeProperties, 'displayName' | 'name' | 'typeOptions'> {
	/** Whether it is one of the options, which are there only once they were added. */
	readonly isOption?: boolean;
}

/** A field with a fixed list of values. */
export interface ChoiceField<Value extends string> extends Field {
	readonly options: ReadonlyArray<{ readonly value: Value }>;
}

/** Digits as a spreadsheet or a form has them. `Number` would take '0x10', '1e3' and '' for numbers too. */
const NUMBER_IN_WORDS = /^[+-]?\d+(\.\d+)?$/;

/** Characters of a wrong value that are repeated in an error. */
const LONGEST_QUOTE = 60;

/**
 * A switch: true or false, also as text in any case, as queries, forms and CSV files have them.
 *
 * @throws {UserFacingError} for anything else, which never counts as "off"
 */
export function switchOf(field: Field, { value }: EnteredValue): boolean {
	const isOn = booleanFrom(typeof value === 'string' ? value.trim() : value);
	if (isOn === undefined) throw mustBe(field, 'true or false', value);
	return isOn;
}

/**
 * A number within the field's bounds, also as text. A field with `numberPrecision: 0` counts something, and takes
 * whole numbers only.
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
 * One of the values that the form offers, to the letter.
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
 * Some of the values that the form offers, to the letter, each once.
 *
 * @throws {UserFacingError} for anything else, and for none of them, which never counts as all of them
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
 * Text, or a number as the text that it is written as. Empty only where the field itself was left empty.
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

/** Beyond 2^53 digits are lost, and `String` writes very large and very small numbers with an exponent. */
function isWrittenWhole(value: number): boolean {
	return Math.abs(value) <= Number.MAX_SAFE_INTEGER && NUMBER_IN_WORDS.test(String(value));
}

/** White space alone is no value either, as in a cell that looks empty. */
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
