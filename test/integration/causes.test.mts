import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { causes, causeTable, type Cause, type KnownState } from '../../rsa/errors/errorTexts.ts';
import { jsonObject } from '../../rsa/values/jsonObject.ts';
import {
	ADA,
	ADAS,
	GRACE,
	GRACES,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';
import {
	entered,
	provocations,
	ways,
	type Provocation,
	type Way,
} from '../support/provocations.mts';

const docs = await readFile(new URL('../../docs/failures.md', import.meta.url), 'utf8');
/** The state of the hardware token or the user in docs/failures.md, by cause. */
const documented = new Map(
	[...docs.matchAll(/^\| `(\w+)` \| .+ \| (.+) \|$/gm)].map(([, cause = '', state = '']) => [
		cause,
		state,
	]),
);
/** Texts of items about the hardware token, the hardware tokens or the user, by the text of the docs. */
const statesInItems: ReadonlyArray<readonly [docs: RegExp, item: RegExp]> = [
	[/^unchanged\b(?! when)/, /\b(is unchanged|are unchanged|Nothing was done for)\b/],
	[/^unchanged when it was read back/, /was read back and had not changed/],
	[/^not changed$/, /\b(was|were) not changed\./],
	[/^not attempted$/, /^Nothing was done to the /],
];

/** Runs the provocation in a way, in a tenant of its own, and gives the item that it is about. */
async function provoked(provocation: Provocation, way: Way): Promise<IDataObject> {
	const { email, username } = entered;
	const offboarding = await startOffboarding(
		{
			users: [
				{ userId: ADA, emailAddress: email.ada, principalUsername: username.ada },
				{ userId: GRACE, emailAddress: email.grace, principalUsername: username.grace },
			],
			hardwareTokens: [
				{ tokenSerialNumber: ADAS, userId: ADA, pinSet: true },
				{ tokenSerialNumber: GRACES, userId: GRACE, pinSet: true },
			],
			...(await provocation.tenant?.()),
		},
		'superAdmin',
	);
	try {
		for (const [fault, operation] of provocation.faults ?? []) {
			offboarding.tenant.order(fault, { times: 99, ...(operation && { operation }) });
		}
		await provocation.before?.(offboarding);
		return await itemOf(offboarding, provocation, way);
	} finally {
		await offboarding.tenant.stop();
	}
}

async function itemOf(
	offboarding: Offboarding,
	provocation: Provocation,
	way: Way,
): Promise<IDataObject> {
	const { mode, ada, grace } = entered[way.naming];
	const { items } = await offboarding.run(
		provocation.operation ?? 'unassign',
		[...(provocation.isSecond ? [[grace, GRACES] as const] : []), [ada, ADAS]],
		{
			onError: 'continueRegularOutput',
			resource: provocation.resource ?? 'hardwareToken',
			credential: {
				...((await provocation.credentialOf?.(offboarding)) ?? offboarding.credential),
				...provocation.credential,
			} as Offboarding['credential'],
			options: {
				auditRecord: true,
				maxTries: 1,
				itemDeadline: 1,
				verify: way.mode === 'verified',
				dryRun: way.mode === 'dryRun',
				...provocation.options,
			},
			parameters: {
				tokens: way.scope,
				user: { __rl: true, mode, value: '={{ $json.userId }}' },
				...provocation.parameters,
			},
		},
	);
	return items().at(-1)?.json ?? {};
}

/** The columns that the audit record and the details of a failed item share. */
const shared = [
	'cause',
	'userId',
	'email',
	'username',
	'tokenSerialNumber',
	'authenticatorId',
	'deviceSerialNumber',
	'pinOutcome',
	'httpCode',
] as const;

const nameOfUser = { id: 'userId', list: 'userId', email: 'email', username: 'username' } as const;

const rows = Object.entries(provocations).flatMap(([cause, provocation]) => {
	if (typeof provocation === 'string') return [];
	const isPossible = provocation.in ?? (() => true);
	return ways
		.filter(isPossible)
		.filter(({ naming }) => provocation.isWithoutUser !== true || naming === 'id')
		.map((way) => ({ cause, provocation, way, name: Object.values(way).join(', ') }));
});

describe('each cause of the table of failures, over real HTTP', () => {
	// Together, since each waits for the most part.
	test.concurrent.each(rows)('$cause: $name', async ({ cause, provocation, way }) => {
		const item = await provoked(provocation, way);
		const { error, message } = item;
		if (typeof error !== 'string' || typeof message !== 'string') throw new Error('no failure');
		const details = jsonObject(item['details']) ?? {};
		const audit = jsonObject(details['audit']) ?? {};
		const isOfToken = provocation.resource === undefined;
		const named = entered[way.naming].ada;

		// Cause, target, meaning and next step.
		expect(details).toMatchObject({ cause });
		expect(error).toMatch(/^\S.*\S \[item \d\]$/);
		expect(message).toMatch(/^[A-Z"].*(\.|")$/s);
		expect(message.length).toBeGreaterThan(40);
		if (provocation.isWithoutUser !== true) {
			expect(details[nameOfUser[way.naming]]).toBe(named);
		}
		if (isOfToken && provocation.isWithoutToken !== true && way.scope === 'one') {
			expect(details['tokenSerialNumber']).toBe(ADAS);
			expect(`${error} ${message}`).toContain(ADAS);
		} else {
			const names = provocation.target ?? `${ADAS}|${named}`;
			expect(`${error} ${message}`).toMatch(new RegExp(names));
		}
		// No user whom the item does not name, and no ID if the item has an address or a name.
		expect(JSON.stringify(item)).not.toContain(GRACE);
		if (named !== ADA) expect(`${error} ${message}`).not.toContain(ADA);
		expect(`${error} ${message}`).not.toMatch(/undefined|\[object|NaN/);

		// Details, audit record and docs agree.
		if (audit['outcome'] !== undefined) {
			expect(audit).toMatchObject({ outcome: 'failed', dryRun: details['dryRun'] === true });
			for (const column of shared) expect(audit[column]).toBe(details[column] ?? null);
			expect(details['tries']).toBe(Number(audit['tries']) > 1 ? audit['tries'] : undefined);
		}
		if (way.mode === 'dryRun' && provocation.isSecond !== true && isOfItem(cause)) {
			expect(details['dryRun']).toBe(true);
		}
		const state = documented.get(cause) ?? '';
		const [, inItem = /./] = statesInItems.find(([inDocs]) => inDocs.test(state)) ?? [];
		const isRead = ['get', 'download'].includes(provocation.operation ?? '');
		if (!isRead) expect(message).toMatch(inItem);
		expect(details['attempted']).toBe(state === 'not attempted' ? false : undefined);
	});
});

function isOfItem(cause: string): boolean {
	return causes.some((known) => known === cause);
}

test('every cause is provoked, or the reason why it cannot be is given', () => {
	expect(Object.keys(provocations)).toEqual(expect.arrayContaining(causes));
	const without = Object.entries(provocations).filter(([, how]) => typeof how === 'string');
	expect(without.map(([cause]) => cause)).toEqual(['unexpected', 'stoppedAtFailure', 'cancelled']);
});

/** The text of docs/failures.md for each known state of a hardware token after a failure. */
const inDocs: Readonly<Record<KnownState, RegExp>> = {
	unchanged: /^unchanged\b(?! when)/,
	unchangedWhenRead: /^unchanged when it was read back; RSA may still be working on it$/,
	leftAlone: /^not changed$/,
	notAttempted: /^not attempted$/,
	absent: /^there is none$/,
	unknown: /^\*\*not known\*\*$/,
};

test.each(causes)(
	'docs/failures.md and the texts agree on what %s leaves behind',
	(cause: Cause) => {
		expect(documented.get(cause)).toMatch(inDocs[causeTable[cause].state]);
	},
);
