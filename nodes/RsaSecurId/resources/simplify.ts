import type { INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../../rsa/values/jsonObject';
import { choiceOf, choicesOf } from './fieldValue';
import { enteredIn, type ItemParameters } from './parameters';

/** The fields of a kind of RSA's JSON, and whether the simplified output has them. */
export type FieldTable = Readonly<Record<string, 'simplified' | 'raw'>>;

/** With the names of n8n's own nodes, such as Microsoft Entra ID. */
const outputField = {
	displayName: 'Output',
	name: 'output',
	type: 'options' as const,
	options: [
		{ name: 'Simplified', value: 'simple' as const, description: 'The most important fields' },
		{ name: 'Raw', value: 'raw' as const, description: 'All fields that RSA returns' },
		{
			name: 'Selected Fields',
			value: 'fields' as const,
			description: 'The fields that you choose',
		},
	],
	default: 'simple',
	description: 'Which of the fields that RSA returns to output',
};

const fieldsField = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions' as const,
	default: [] as string[],
	description: 'The fields to add to the output',
	displayOptions: { show: { output: ['fields'] } },
};

/** The parameters for the output of an operation that looks something up. */
export function outputFieldsFor(table: FieldTable): INodeProperties[] {
	return [outputField, { ...fieldsField, options: optionsFor(table) }];
}

/** The fields of the simplified output, in their order. */
export function simplifiedFieldsOf(table: FieldTable): readonly string[] {
	return Object.keys(table).filter((name) => table[name] === 'simplified');
}

/** Returns the part of RSA's JSON that an item has. */
export type Simplify = (state: JsonObject) => JsonObject;

/**
 * The part of RSA's JSON that an item requests. Fields that RSA leaves out are left out.
 *
 * @throws {UserFacingError} for a value that the form does not offer, which never counts as "all"
 */
export function readOutput(table: FieldTable, parameters: ItemParameters): Simplify {
	switch (choiceOf(outputField, enteredIn(parameters, outputField))) {
		case 'raw':
			return (state) => state;
		case 'simple':
			return (state) => partOf(state, simplifiedFieldsOf(table));
		case 'fields': {
			const field = { ...fieldsField, options: optionsFor(table) };
			const names = choicesOf(field, enteredIn(parameters, field));
			return (state) => partOf(state, names);
		}
	}
}

function partOf(state: JsonObject, names: readonly string[]): JsonObject {
	return Object.fromEntries(
		names.filter((name) => name in state).map((name) => [name, state[name]]),
	);
}

function optionsFor(table: FieldTable) {
	return Object.keys(table)
		.map((value) => ({ name: labelOf(value), value }))
		.sort((one, other) => one.name.localeCompare(other.name));
}

const abbreviations: ReadonlyMap<string, string> = new Map([
	['id', 'ID'],
	['pin', 'PIN'],
	['sms', 'SMS'],
]);

/** The label of a property: `emailAddress` is "Email Address". */
function labelOf(name: string): string {
	return name
		.split(/(?=[A-Z])/)
		.map((word) => abbreviations.get(word.toLowerCase()) ?? capitalized(word))
		.join(' ');
}

function capitalized(word: string): string {
	return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
