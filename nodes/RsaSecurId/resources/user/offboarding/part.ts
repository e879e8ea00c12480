import type { AuthenticatorKind } from '../../../../../rsa/authenticators/authenticator';
import type { JsonObject } from '../../../../../rsa/values/jsonObject';
import type { ChangeStep } from '../../operation';
import type { Done, Result } from '../../result';

/** What a part of an offboarding is about. */
type PartKind =
	| AuthenticatorKind
	/** The list of what the user has. */
	| 'authenticators'
	| 'emergencyAccessCodes'
	| 'offlineEmergencyAccessCode'
	| 'user';

/** A thing of the user's, by the names that a workflow branches on. */
export type PartName = JsonObject & { readonly kind: PartKind };

/** A thing of the user's, with what became of it. */
export type Entry = PartName;

/** A change that an offboarding consists of. */
export interface Part {
	readonly name: PartName;
	readonly step: ChangeStep;
}

/** Lists of an output item: what became of each thing of the user's. */
type ListName =
	/** What a dry run would change. */
	| 'planned'
	| 'done'
	/** In the requested state before. */
	| 'already'
	| 'failed'
	/** What the API cannot take away, or was not asked to. */
	| 'leftOver';

/** A thing of the user's, and the list that it goes to. */
export interface Sorted {
	readonly to: ListName;
	readonly entry: Entry;
}

/** All lists of an output item; `planned` of a dry run only. */
export type Lists = Readonly<Record<ListName, readonly Entry[]>>;

/** Why something is left to the user. */
export type LeftOverReason =
	| 'notRequested'
	/** It is disabled, and RSA documents no call that removes it. */
	| 'disabled'
	| 'worksUntilItExpires';

const inWordsByKind: Readonly<Record<PartKind, string>> = {
	mobile: 'registered device',
	browser: 'browser',
	fido: 'FIDO authenticator',
	hardwareToken: 'hardware token',
	ds100: 'DS100',
	other: 'authenticator',
	authenticators: "list of the user's authenticators",
	emergencyAccessCodes: 'emergency access codes',
	offlineEmergencyAccessCode: 'offline emergency access code',
	user: 'user account',
};

/** A thing as a person reads it. */
export function partInWords({ kind, ...names }: PartName): string {
	const { tokenSerialNumber, authenticatorId, deviceSerialNumber } = names;
	const identity = [tokenSerialNumber, authenticatorId, deviceSerialNumber].find(
		(each) => typeof each === 'string',
	);
	return [inWordsByKind[kind], identity].filter(Boolean).join(' ');
}

/** Whether RSA's list of the user's authenticators shows it. */
export function isListed({ kind }: PartName): boolean {
	return !ofOwnLookUps.includes(kind);
}

const ofOwnLookUps: readonly PartKind[] = [
	'authenticators',
	'emergencyAccessCodes',
	'offlineEmergencyAccessCode',
	'user',
];

/** The same for two names of one thing. */
export function partKey({ kind, ...names }: PartName): string {
	const { tokenSerialNumber, authenticatorId, deviceSerialNumber } = names;
	return JSON.stringify([kind, tokenSerialNumber, authenticatorId, deviceSerialNumber]);
}

/** What a done part says beside the name of the thing. */
export function doneEntry(name: PartName, { json }: Pick<Done, 'json'>): Entry {
	return { ...name, ...named(json, ['outcome', 'pinOutcome', 'offlineCodeValidUntil']) };
}

/** What a failed part says beside the name of the thing. */
export function failedEntry(
	name: PartName,
	{ error: { message: error, nextStep: message, details } }: Extract<Result, { kind: 'failed' }>,
): Entry {
	return { ...name, ...named(details, detailsShown), error, message };
}

/** Details of a failure that a workflow branches on, or waits by. */
const detailsShown = [
	'cause',
	'pinOutcome',
	'attempted',
	'httpCode',
	'rsaMessage',
	'networkCode',
	'retryAfterSeconds',
	'retryAt',
];

function named(json: JsonObject, names: readonly string[]): JsonObject {
	return Object.fromEntries(
		names.flatMap((name) => (json[name] === undefined ? [] : [[name, json[name]]])),
	);
}

/** An entry that a step gives as its result: of what was looked at again, not changed. */
export function entryIn(result: Result): Entry {
	const json = result.kind === 'done' ? result.json : result.error.details;
	const { kind, ...names } = json;
	// What was thrown in its place names nothing.
	return isPartKind(kind) ? { ...names, kind } : failedEntryOf(result);
}

function failedEntryOf(result: Result): Entry {
	const name = { kind: 'authenticators' } as const;
	return result.kind === 'failed' ? failedEntry(name, result) : name;
}

function isPartKind(kind: unknown): kind is PartKind {
	return typeof kind === 'string' && Object.keys(inWordsByKind).includes(kind);
}
