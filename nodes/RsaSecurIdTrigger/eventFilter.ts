import type { IPollFunctions } from 'n8n-workflow';

import type { EventLogName } from '../../rsa/eventLogs/eventLog';
import type { LogEvent } from '../../rsa/eventLogs/logEvent';
import type { JsonObject } from '../../rsa/values/jsonObject';
import { UserFacingError } from '../../rsa/values/userFacingError';
import { eventKinds, type EventKind, type EventKindName } from './eventKinds';

type Matcher = (event: JsonObject) => boolean;

type KnownKind = EventKind & { readonly value: EventKindName };

/** The events that start the workflow, by the node's parameters. */
export interface EventFilter {
	/** The logs that have them. */
	readonly logs: readonly EventLogName[];
	/** @returns the kind of an event of a log; undefined if it does not start the workflow */
	kindOf(event: LogEvent, log: EventLogName): EventKindName | undefined;
}

/** A field of the node, and the property of an event that it is compared with. */
interface FilterField {
	/** Name and label of the parameter. */
	readonly name: string;
	readonly label: string;
	/** RSA's property. */
	readonly property: string;
	readonly compare: 'oneOf' | 'contains';
}

const fieldsOf: Readonly<Partial<Record<EventKindName, readonly FilterField[]>>> = {
	userEvent: [
		{ name: 'eventCodes', label: 'Event Codes', property: 'eventCode', compare: 'oneOf' },
		{
			name: 'eventDescription',
			label: 'Event Description Contains',
			property: 'eventDescription',
			compare: 'contains',
		},
	],
	administrationEvent: [
		{ name: 'activityKeys', label: 'Activity Keys', property: 'activityKey', compare: 'oneOf' },
		{ name: 'activityCodes', label: 'Activity Codes', property: 'activityCode', compare: 'oneOf' },
		{ name: 'message', label: 'Message Contains', property: 'message', compare: 'contains' },
	],
};

/**
 * The events that the node's parameters name.
 *
 * @throws {UserFacingError} if they name no event, which does not mean all events, or if a field has no value that its
 * expression should give
 */
export function readEventFilter(context: IPollFunctions): EventFilter {
	const chosen: unknown = context.getNodeParameter('events', []);
	const kinds = kindsIn(chosen);
	const matchers = kinds.map((kind) => ({ kind, matches: matcherOf(kind, context) }));
	return {
		logs: [...new Set(kinds.map(({ log }) => log))],
		kindOf: ({ json }, log) =>
			matchers.find(({ kind, matches }) => kind.log === log && matches(json))?.kind.value,
	};
}

/**
 * The kinds of events that the field Events names.
 *
 * @throws {UserFacingError} if it names none, or anything else
 */
function kindsIn(chosen: unknown): readonly KnownKind[] {
	if (isLeftEmpty(chosen) || (Array.isArray(chosen) && chosen.length === 0)) {
		throw new UserFacingError(
			"The parameter 'Events' is empty",
			'Choose the events that start the workflow.',
		);
	}
	if (!Array.isArray(chosen)) {
		throw new UserFacingError(
			`The parameter 'Events' holds a value of type ${typeof chosen} instead of a list`,
			"Check the expression in 'Events': it must give a list of events.",
		);
	}
	const names: readonly unknown[] = chosen;
	const kinds = eventKinds.filter(({ value }) => names.includes(value));
	const unknown = names.filter((name) => !kinds.some(({ value }) => value === name));
	if (unknown.length > 0) {
		throw new UserFacingError(
			`The parameter 'Events' contains events that this version of the node does not know: ${unknown.map(String).join(', ')}`,
			"Check the expression in 'Events', and whether a newer version of this package is needed.",
		);
	}
	return kinds;
}

function matcherOf(kind: KnownKind, context: IPollFunctions): Matcher {
	const { eventCode } = kind;
	if (eventCode !== undefined) return oneOf('eventCode', [eventCode]);
	const fields = fieldsOf[kind.value] ?? [];
	const filledIn = fields.flatMap((field) => matcherOfField(field, context) ?? []);
	if (filledIn.length > 0) return (event) => filledIn.every((matches) => matches(event));
	throw new UserFacingError(
		`'${kind.name}' is chosen, but no field says which events to look for`,
		`Fill in ${fields.map(({ label }) => `'${label}'`).join(' or ')}.`,
	);
}

function matcherOfField(
	{ name, label, property, compare }: FilterField,
	context: IPollFunctions,
): Matcher | undefined {
	const value = context.getNodeParameter(name, '');
	if (typeof value !== 'string' && typeof value !== 'number') {
		throw new UserFacingError(
			`The parameter '${label}' holds a value of type ${typeof value} instead of text`,
			`Check the expression in '${label}'.`,
		);
	}
	const text = String(value).trim();
	const values = compare === 'contains' ? [text] : text.split(/[,;\s]+/);
	const filledIn = values.filter((each) => each !== '');
	if (filledIn.length > 0)
		return compare === 'contains' ? contains(property, text) : oneOf(property, filledIn);
	// A field that was left empty is no condition. An expression that gives nothing was meant as a condition.
	if (isLeftEmpty(context.getNode().parameters[name])) return undefined;
	throw new UserFacingError(
		`The parameter '${label}' has no value, so it would match any event`,
		`Check '${label}' and its expression, or clear the field.`,
	);
}

/** @param entered the parameter as it is saved in the workflow, its expression not resolved */
function isLeftEmpty(entered: unknown): boolean {
	return entered === undefined || entered === null || entered === '';
}

function oneOf(property: string, values: readonly string[]): Matcher {
	const wanted = new Set(values.map((value) => value.toLowerCase()));
	return (event) => {
		const value = textIn(event, property);
		return value !== undefined && wanted.has(value.trim().toLowerCase());
	};
}

function contains(property: string, part: string): Matcher {
	const wanted = part.toLowerCase();
	return (event) => textIn(event, property)?.toLowerCase().includes(wanted) === true;
}

/** A property as text; undefined if it is neither text nor a number. Codes are either in public clients of RSA's. */
function textIn(event: JsonObject, property: string): string | undefined {
	const value = event[property];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
