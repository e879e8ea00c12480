import type { AuthenticatorKind } from '../../../../../rsa/authenticators/authenticator';
import type { JsonObject } from '../../../../../rsa/values/jsonObject';
import type { ChangeStep } from '../../operation';
import type { Done, Result } from '../../result';

/** Kinds of parts of an offboarding. */
type PartKind =
	| AuthenticatorKind
	/** The list of the user's authenticators. */
	| 'authenticators'
	| 'emergencyAccessCodes'
	| 'offlineEmergencyAccessCode'
	| 'user';

/** A part of an offboarding, such as an authenticator or the user's account, by the property names of an item. */
export type PartName = JsonObject & { readonly kind: PartKind };

/** A part with its result. */
export type Entry = PartName;

/** A part that is changed. */
export interface Part {
	readonly name: PartName;
	readonly step: ChangeStep;
}

/** Lists of an output item: each part is an entry of one of them. */
type ListName =
	/** Parts that a dry run would change. */
	| 'planned'
	| 'done'
	/** Parts that were in the requested state before. */
	| 'already'
	| 'failed'
	/** Parts that RSA's API cannot remove, or that were not requested. */
	| 'leftOver';

/** A part, and the list that it goes to. */
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

/** A part in words. */
export function partInWords({ kind, ...names }: PartName): string {
	const { tokenSerialNumber, authenticatorId, deviceSerialNumber } = names;
	const identity = [tokenSerialNumber, authenticatorId, deviceSerialNumber].find(
		(each) => typeof each === 'string',
	);
	return [inWordsByKind[kind], identity].filter(Boolean).join(' ');
}

/** Whether RSA's list of the user's authenticators shows a part. */
export function isListed({ kind }: PartName): boolean {
	return !ofOwnLookUps.includes(kind);
}

const ofOwnLookUps: readonly PartKind[] = [
	'authenticators',
	'emergencyAccessCodes',
	'offlineEmergencyAccessCode',
	'user',
];

/** A key that is equal for two names of the same part. */
export function partKey({ kind, ...names }: PartName): string {
	const { tokenSerialNumber, authenticatorId, deviceSerialNumber } = names;
	return JSON.stringify([kind, tokenSerialNumber, authenticatorId, deviceSerialNumber]);
}

/** The entry of a part that is done. */
export function doneEntry(name: PartName, { json }: Pick<Done, 'json'>): Entry {
	return { ...name, ...named(json, ['outcome', 'pinOutcome', 'offlineCodeValidUntil']) };
}

/** The entry of a part that failed. */
export function failedEntry(
	name: PartName,
	{ error: { message: error, nextStep: message, details } }: Extract<Result, { kind: 'failed' }>,
): Entry {
	return { ...name, ...named(details, detailsShown), error, message };
}

/** Details of a failure that the entry has, for workflows that branch on them or wait. */
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

/** The entry in the result of a step that looks again. */
export function entryIn(result: Result): Entry {
	const json = result.kind === 'done' ? result.json : result.error.details;
	const { kind, ...names } = json;
	// If an error was thrown, there is no entry.
	return isPartKind(kind) ? { ...names, kind } : failedEntryOf(result);
}

function failedEntryOf(result: Result): Entry {
	const name = { kind: 'authenticators' } as const;
	return result.kind === 'failed' ? failedEntry(name, result) : name;
}

function isPartKind(kind: unknown): kind is PartKind {
	return typeof kind === 'string' && Object.keys(inWordsByKind).includes(kind);
}
