import { describe, expect, jest, test } from '@jest/globals';

import { ADA, ADAS, startOffboarding } from '../support/offboarding.mts';
import {
	changes,
	ranWith,
	responses,
	type ChangeName,
	type Naming,
	type ResponseName,
} from '../support/policy-cases.mts';
import { cellOf } from '../support/policy-cell.mts';
import { cellFor, policy } from '../support/policy-table.mts';
import { withoutWaits } from '../support/skipped-waits.mts';

/** A change of an item, and how the item names its user. */
interface Column {
	readonly change: ChangeName;
	readonly naming: Naming;
	readonly title: string;
}

const namingsOf = { token: ['id'], user: ['id', 'email'] } as const;
const columns = (Object.keys(changes) as ChangeName[]).flatMap((change) =>
	namingsOf[changes[change].of].map((naming) => ({
		change,
		naming,
		title: naming === 'email' ? `${change} by email` : change,
	})),
);
const names = Object.keys(responses) as ResponseName[];

/** ms. Longer than RSA takes a JSON Web Token. */
const TWO_HOURS = 7_200_000;

const rows = new Map<ResponseName, Promise<Record<string, string>>>();

/** The result of a response, by the title of the column, in the words of the table. */
async function rowOf(name: ResponseName): Promise<Record<string, string>> {
	const row = rows.get(name) ?? withoutWaits(async () => await cellsOf(name));
	rows.set(name, row);
	return await row;
}

async function cellsOf(name: ResponseName): Promise<Record<string, string>> {
	const cells = await Promise.all(
		columns.map(async ({ change, naming, title }) => {
			const ran = await ranWith(changes[change], naming, responses[name]);
			return ran && [title, cellOf(changes[change], ran)];
		}),
	);
	return Object.fromEntries(cells.filter((cell) => cell !== undefined)) as Record<string, string>;
}

const expected = (name: ResponseName, { change, naming }: Column) =>
	cellFor(policy[name].cells, change, naming);

describe('what follows a response to a change of a hardware token or a user', () => {
	test.each(names)('%s', async (name) => {
		const row = await rowOf(name);
		const inTable = columns.filter(({ title }) => title in row);
		expect(row).toEqual(
			Object.fromEntries(inTable.map((column) => [column.title, expected(name, column)])),
		);
	});
});

describe('the table marks where hardware tokens and users differ', () => {
	/** Without the search that leads to the look-up of a user who is named by ID, and without the words of either. */
	const alike = (cell: string) =>
		cell
			.replace('search, ', '')
			.replace('search', 'look-up')
			.replace(/→ (?!made|was so)\w+/, '→ failed');

	test.each(names)('%s', async (name) => {
		const { Unassign, 'Disable user': byId, 'Disable user by email': byEmail } = await rowOf(name);
		const users = [byId, byEmail].filter((cell) => cell !== undefined).map(alike);
		const isReached = name !== 'not delivered';
		const differ = isReached && users.some((cell) => cell !== alike(Unassign ?? ''));
		expect(differ).toBe(policy[name].differs !== undefined);
	});
});

/*
 * The item names the credential, since that is what has to be fixed.
 */
describe('a credential that refuses to sign when a change is sent again', () => {
	/** The item whose JSON Web Token runs out between the second look-up after the change and what follows it. */
	async function itemOf(resource: 'hardwareToken' | 'user', operation: string) {
		const startedAt = new Date();
		const { tenant, run } = await startOffboarding(
			{
				now: () => startedAt,
				users: [{ userId: ADA, emailAddress: 'ada@example.com' }],
				hardwareTokens: [{ tokenSerialNumber: ADAS, userId: ADA }],
			},
			'superAdmin',
		);
		tenant.order({ kind: 'serviceUnavailable' }, { operation: changeOf(resource) });
		const result = await withoutWaits(async () => {
			const running = run(operation, [['ada@example.com', ADAS]], {
				resource,
				onError: 'continueRegularOutput',
				options: { maxTries: 2 },
				parameters: { user: { __rl: true, mode: 'email', value: '={{ $json.userId }}' } },
			});
			// The look-up of the user, the change, and two look-ups after it.
			for (let arrived = 0; arrived < 4; arrived += 1) await tenant.nextArrival();
			jest.setSystemTime(Date.now() + TWO_HOURS);
			return await running;
		});
		await tenant.stop();
		return result.items()[0]?.json;
	}

	const changeOf = (resource: string) => (resource === 'user' ? 'setUserStatus' : 'unassign');
	const expected = {
		error: expect.stringMatching(/was not (unassigned|disabled)\. The JSON Web Token expired/),
		message: expect.stringMatching(
			/(read back|looked up) and had not changed; RSA may still be working on the request/,
		),
		details: { cause: 'credentialRefused' },
	};

	test('is named for a hardware token', async () => {
		expect(await itemOf('hardwareToken', 'unassign')).toMatchObject(expected);
	});

	test('is named for a user', async () => {
		expect(await itemOf('user', 'disable')).toMatchObject(expected);
	});
});
