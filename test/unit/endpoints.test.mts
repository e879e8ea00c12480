import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

import { administrationContract } from '../../contract/locations.mts';
import { requestTo, type EndpointName, type RsaRequest } from '../../rsa/http/endpoints.ts';

const USER = 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d';
const path = { userId: USER };
const body = { tokenSerialNumber: '000123456789' };

/** A request to every endpoint, with all that it takes. */
const requests: Readonly<Record<EndpointName, RsaRequest>> = {
	assign: requestTo('assign', { path, body: { ...body, tokenName: 'Blue' } }),
	unassign: requestTo('unassign', { path, body }),
	clearPin: requestTo('clearPin', { path, body }),
	enable: requestTo('enable', { path, body }),
	disable: requestTo('disable', { path, body }),
	rename: requestTo('rename', { path, body: { ...body, updatedName: 'Blue' } }),
	lookupHardwareToken: requestTo('lookupHardwareToken', { body }),
	deleteHardwareToken: requestTo('deleteHardwareToken', { body }),
	listAuthenticators: requestTo('listAuthenticators', { path, query: { includeBrowsers: true } }),
	lookupUser: requestTo('lookupUser', { body: { email: 'a@b.example', searchUnsynched: true } }),
	searchUsers: requestTo('searchUsers', {
		query: { pageSize: 10, pageNumber: 0 },
		body: { emailLike: 'a@' },
	}),
	setUserStatus: requestTo('setUserStatus', { path, body: { userStatus: 'Disabled' } }),
	markUserDeleted: requestTo('markUserDeleted', { path, body: { markDeleted: false } }),
	deleteUser: requestTo('deleteUser', { path }),
	synchronizeUser: requestTo('synchronizeUser', { path }),
};

type PathItem = Readonly<Record<string, { readonly operationId?: string }>>;

const { paths } = parse(await readFile(administrationContract.contractPath, 'utf8')) as {
	readonly paths: Readonly<Record<string, PathItem>>;
};

const declared = Object.entries(paths).flatMap(([template, item]) =>
	Object.entries(item).flatMap(([method, { operationId }]) =>
		operationId === undefined ? [] : [[operationId, method.toUpperCase(), template] as const],
	),
);

test('there is a request to every operation of the contract', () => {
	expect(Object.keys(requests).sort()).toEqual(declared.map(([name]) => name).sort());
});

test.each(declared)('%s goes where the contract has it: %s %s', (name, method, template) => {
	expect(requests[name as EndpointName]).toMatchObject({
		method,
		path: template.replace('{userId}', USER),
	});
});

describe('a request has', () => {
	test('a body, as the endpoint takes it', () => {
		expect(requests.rename).toEqual({
			method: 'PATCH',
			path: `/v1/users/${USER}/sidTokens/updateName`,
			body: { tokenSerialNumber: '000123456789', updatedName: 'Blue' },
		});
	});

	test('a query beside it', () => {
		expect(requests.searchUsers).toEqual({
			method: 'POST',
			path: '/v2/users/search',
			query: { pageSize: 10, pageNumber: 0 },
			body: { emailLike: 'a@' },
		});
	});

	test('neither where the endpoint takes neither', () => {
		expect(requests.deleteUser).toStrictEqual({ method: 'DELETE', path: `/v1/users/${USER}` });
	});

	test('path parameters that cannot lead elsewhere', () => {
		expect(requestTo('deleteUser', { path: { userId: '../a b?c' } }).path).toBe(
			'/v1/users/..%2Fa%20b%3Fc',
		);
	});
});

/** Only compiled: each line would be an error, were it not for the one above it. */
export function refusedByTheCompiler(): void {
	// @ts-expect-error A part that is missing.
	requestTo('clearPin', { path });
	// @ts-expect-error A body that the endpoint does not take.
	requestTo('deleteUser', { path, body });
	// @ts-expect-error A query that the endpoint does not take.
	requestTo('deleteUser', { path, query: { pageSize: 1 } });
	// @ts-expect-error A property that the body does not have.
	requestTo('clearPin', { path, body: { tokenSerialNumber: '1', pinSet: false } });
	// @ts-expect-error Text for a Boolean.
	requestTo('markUserDeleted', { path, body: { markDeleted: 'true' } });
	// @ts-expect-error Text for a number.
	requestTo('searchUsers', { query: { pageSize: '1' }, body: { emailLike: 'a' } });
	// @ts-expect-error Neither of two, of which there has to be one.
	requestTo('lookupUser', { body: { searchUnsynched: true } });
}
