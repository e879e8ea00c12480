import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { JournalEntry } from '../../sandbox/tenant/tenant.mts';
import { seed } from '../support/property-seed.mts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	FREE,
	GRACE,
	GRACES,
	MISSING,
	UNKNOWN_USER,
	startOffboarding,
} from '../support/offboarding.mts';

/** Runs; REQUESTED_CHANGES_RUNS says how many else. */
const numRuns = Number(process.env['REQUESTED_CHANGES_RUNS'] ?? 150);
/** A value for which the expression fails. */
const THROWS = 'throws';

/** The value that a parameter requests, or that it cannot be understood. */
type Requested<Value> = { readonly clear: Value } | 'unclear';
type Reader<Value> = (value: unknown) => Requested<Value>;

const readSwitch: Reader<boolean> = (value) => {
	const word = typeof value === 'string' ? value.trim().toLowerCase() : String(value);
	const isOne =
		(typeof value === 'string' || typeof value === 'boolean') && /^(true|false)$/.test(word);
	return isOne ? { clear: word === 'true' } : 'unclear';
};
const readCount: Reader<number> = (value) => {
	const digits =
		typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
	return /^\+?\d+(\.0+)?$/.test(digits) && Number(digits) >= 1
		? { clear: Number(digits) }
		: 'unclear';
};
const readMaxTries: Reader<number> = (value) => {
	const maxTries = readCount(value);
	return maxTries !== 'unclear' && maxTries.clear <= 20 ? maxTries : 'unclear';
};
const readText: Reader<string> = (value) => {
	if (value === THROWS) return 'unclear';
	if (typeof value === 'number' && Number.isFinite(value)) return { clear: String(value) };
	return typeof value === 'string' && value.trim() !== '' ? { clear: value } : 'unclear';
};
const readTokens: Reader<'all' | 'one'> = (value) =>
	value === 'all' || value === 'one' ? { clear: value } : 'unclear';
const userIds = new Map([
	[ADA, ADA],
	[ADA.toUpperCase(), ADA],
	['ada@example.com', ADA],
	[GRACE, GRACE],
	['grace@example.com', GRACE],
	[UNKNOWN_USER, UNKNOWN_USER],
]);
const readUser: Reader<string> = (value) => {
	const id = typeof value === 'string' ? userIds.get(value.trim()) : undefined;
	return id === undefined ? 'unclear' : { clear: id };
};
const tokens = [ADAS, ADAS_SECOND, GRACES, FREE, MISSING];
/** RSA's serial numbers are text of letters and digits. Only RSA knows whether there is such a hardware token. */
const readSerial: Reader<string> = (value) =>
	typeof value === 'string' && /^[\w-]+$/.test(value.trim()) && value !== THROWS
		? { clear: value.trim() }
		: 'unclear';

const tokensOf: Readonly<Record<string, readonly string[]>> = {
	[ADA]: [ADAS, ADAS_SECOND],
	[GRACE]: [GRACES],
	[UNKNOWN_USER]: [],
};

const wrong = fc.constantFrom<unknown>(
	undefined,
	null,
	'',
	' ',
	0,
	1,
	-1,
	1.5,
	'yes',
	'no',
	'1',
	'null',
	'undefined',
	[],
	{},
	[true],
	['all'],
	NaN,
	THROWS,
	'=',
	'🙂',
);
const kinds = {
	switch: fc.oneof(fc.constantFrom<unknown>(true, false, 'true', 'FALSE', ' True '), wrong),
	count: fc.oneof(fc.constantFrom<unknown>(1, 2, '2', 3, 9, ' 4 ', '1e3', '0x2'), wrong),
	text: fc.oneof(fc.constantFrom<unknown>('INC1', 4711), wrong),
	tokens: fc.oneof(fc.constantFrom<unknown>('one', 'all', 'All', 'ONE', 'everything'), wrong),
	user: fc.oneof({ weight: 6, arbitrary: fc.constantFrom<unknown>(...userIds.keys()) }, wrong),
	serial: fc.oneof({ weight: 6, arbitrary: fc.constantFrom<unknown>(...tokens, 123456789) }, wrong),
};

/** The parameters of a run: how each is read, and which kinds of values it is given. */
const options = {
	auditRecord: { kind: kinds.switch, read: readSwitch },
	clearPinFirst: { kind: kinds.switch, read: readSwitch },
	dryRun: { kind: kinds.switch, read: readSwitch },
	maxChanges: { kind: kinds.count, read: readCount },
	maxTries: { kind: kinds.count, read: readMaxTries },
	reference: { kind: kinds.text, read: readText },
	stopAfterFailures: { kind: kinds.count, read: readCount },
	verify: { kind: kinds.switch, read: readSwitch },
} as const;
type OptionName = keyof typeof options;
const optionNames = Object.keys(options) as OptionName[];
const runWide: readonly OptionName[] = ['maxChanges', 'stopAfterFailures'];

const item = fc.record({
	user: kinds.user,
	serial: kinds.serial,
	tokens: kinds.tokens,
	...Object.fromEntries(optionNames.map((name) => [name, options[name].kind])),
}) as fc.Arbitrary<Record<string, unknown>>;

const runs = fc.record({
	operation: fc.constantFrom('unassign', 'clearPin'),
	items: fc.array(item, { minLength: 1, maxLength: 6 }),
	added: fc.subarray(optionNames, { maxLength: 3 }),
	/** Whether Tokens is an expression; one token without it. */
	choosesTokens: fc.boolean(),
});
type Run = typeof runs extends fc.Arbitrary<infer Value> ? Value : never;

const expression = (name: string) =>
	`={{ $json.${name} === '${THROWS}' ? $('Nowhere').item.json.x : $json.${name} }}`;

/** The clear request of an item; undefined if one of its parameters is unclear. */
function clearlyRequested(
	{ operation, added, choosesTokens }: Run,
	values: Record<string, unknown>,
) {
	const given = added.filter((name) => name !== 'clearPinFirst' || operation === 'unassign');
	const read = Object.fromEntries(given.map((name) => [name, options[name].read(values[name])]));
	const which = choosesTokens ? readTokens(values['tokens']) : { clear: 'one' as const };
	const user = readUser(values['user']);
	if (which === 'unclear' || user === 'unclear') return undefined;
	if (Object.values(read).includes('unclear')) return undefined;
	const serial = which.clear === 'one' ? readSerial(values['serial']) : undefined;
	if (serial === 'unclear') return undefined;
	const isOn = (name: OptionName) => {
		const value = read[name];
		return value !== undefined && value !== 'unclear' && value.clear === true;
	};
	const serials = serial === undefined ? (tokensOf[user.clear] ?? []) : [serial.clear];
	const steps = isOn('clearPinFirst') ? ['clearPin', operation] : [operation];
	return {
		isDryRun: isOn('dryRun'),
		hasAudit: isOn('auditRecord'),
		changes: serials.flatMap((one) => steps.map((step) => [step, user.clear, one].join())),
	};
}

function changeIn({ operation, path, body }: JournalEntry): string {
	const [, userId = ''] = /\/users\/([^/]+)\//.exec(path) ?? [];
	const { tokenSerialNumber } = body as { tokenSerialNumber: string };
	return [operation, userId.toLowerCase(), tokenSerialNumber].join();
}

const unclearIn = (run: Run, name: OptionName) =>
	run.added.includes(name) &&
	run.items.some((values) => options[name].read(values[name]) === 'unclear');

async function outputOf(
	run: Run,
): Promise<{ items: INodeExecutionData[]; changed: JournalEntry[] }> {
	const { tenant, run: runNode } = await startOffboarding({
		users: [
			{ userId: ADA, emailAddress: 'ada@example.com' },
			{ userId: GRACE, emailAddress: 'grace@example.com' },
		],
	});
	try {
		const parameters: INodeParameters = {
			user: { __rl: true, mode: 'id', value: expression('user') },
			serialNumber: { __rl: true, mode: 'serial', value: expression('serial') },
			...(run.choosesTokens && { tokens: expression('tokens') }),
		};
		const { items, thrown } = await runNode(run.operation, [], {
			items: run.items as IDataObject[],
			parameters,
			options: Object.fromEntries(run.added.map((name) => [name, expression(name)])),
			onError: 'continueRegularOutput',
		});
		expect(thrown).toBeUndefined();
		return { items: items(), changed: tenant.journal.filter(({ changed }) => changed) };
	} finally {
		await tenant.stop();
	}
}

describe('whatever is in the parameters of an item', () => {
	test(`only clearly requested changes are made, and each of them is in the output: ${numRuns} runs`, async () => {
		await fc.assert(
			fc.asyncProperty(runs, async (run) => {
				const { items, changed } = await outputOf(run);
				const requested = run.items.map((values) => clearlyRequested(run, values));
				expectOnlyRequested(run, requested, changed);
				expectReported(items, changed);
				requested.forEach((ofItem, index) => {
					expectOutputOf(
						items,
						index,
						ofItem,
						runWide.some((name) => unclearIn(run, name)),
					);
				});
			}),
			{ numRuns, seed },
		);
	}, 600_000);
});

function expectOnlyRequested(
	run: Run,
	requested: ReadonlyArray<ReturnType<typeof clearlyRequested>>,
	changed: readonly JournalEntry[],
): void {
	const allowed = requested.flatMap((ofItem) =>
		ofItem === undefined || ofItem.isDryRun ? [] : ofItem.changes,
	);
	for (const entry of changed) expect(allowed).toContain(changeIn(entry));
	if (runWide.some((name) => unclearIn(run, name))) expect(changed).toEqual([]);
	if (!run.added.includes('maxChanges') || unclearIn(run, 'maxChanges')) return;
	const limits = run.items.map(({ maxChanges }) => Number(maxChanges));
	const made = new Set(changed.map((entry) => changeIn(entry).split(',').slice(1).join()));
	expect(made.size).toBeLessThanOrEqual(Math.min(...limits));
}

/** Each change that was made is in an item for that token. */
function expectReported(
	items: readonly INodeExecutionData[],
	changed: readonly JournalEntry[],
): void {
	const done = { unassign: 'unassigned', clearPin: 'pinCleared' } as Readonly<
		Record<string, string>
	>;
	for (const entry of changed) {
		const { tokenSerialNumber } = entry.body as { tokenSerialNumber: string };
		const reports = items.map(({ json }) =>
			json.error === undefined ? json : (json.details as IDataObject),
		);
		const outcomes = reports
			.filter((json) => json.tokenSerialNumber === tokenSerialNumber)
			.flatMap(({ outcome, pinOutcome }) => [outcome, pinOutcome]);
		expect(outcomes).toContain(done[String(entry.operation)]);
	}
}

function expectOutputOf(
	items: readonly INodeExecutionData[],
	index: number,
	requested: ReturnType<typeof clearlyRequested>,
	isRunRefused: boolean,
): void {
	const mine = items.filter(({ pairedItem }) => JSON.stringify(pairedItem) === `{"item":${index}}`);
	expect(mine).not.toHaveLength(0);
	for (const { json } of mine) {
		const details = json.details as IDataObject | undefined;
		if (requested === undefined || isRunRefused) {
			expect(details?.cause).toMatch(/^(refusedBeforeRequest|changesNotCounted|tooManyChanges)$/);
			continue;
		}
		expect(details?.cause).not.toBe('refusedBeforeRequest');
		expect((json.audit ?? details?.audit) !== undefined).toBe(requested.hasAudit);
		if (requested.isDryRun && json.error === undefined) {
			expect(json.outcome).toMatch(/^(would|already|pinAlready|nothingToDo)/);
		}
	}
}
