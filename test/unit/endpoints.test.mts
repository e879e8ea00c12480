import { describe, expect, test } from '@jest/globals';

import type { DeclaredRequests } from '../../contract/declared-requests.ts';
import { declaredEndpoints } from '../../contract/generate-endpoints.mts';
import { requestTo, type EndpointName } from '../../rsa/http/endpoints.ts';

const USER = 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d';
const path = { userId: USER };
/** Of each parameter that a path has, with which it stays as it is. */
const values = {
	userId: USER,
	deviceId: 'device-1',
	authenticatorId: 'authenticator-1',
	emergencyTokencodeId: 'code-1',
	reportType: 'users',
};
const body = { tokenSerialNumber: '000123456789' };

test.each(await declaredEndpoints())(
	'$operationId goes where the contract has it: $method $path',
	({ operationId, method, path: template }) => {
		// Only the path is tested here; the compiler checks the rest of the calls.
		const parts = { path: values } as unknown as DeclaredRequests[EndpointName];
		expect(requestTo(operationId as EndpointName, parts)).toEqual({
			method,
			path: template.replace(/\{(\w+)\}/g, (_, name: keyof typeof values) => values[name]),
		});
	},
);

describe('a request has', () => {
	test('a body, as the endpoint takes it', () => {
		const request = requestTo('rename', { path, body: { ...body, updatedName: 'Blue' } });
		expect(request).toEqual({
			method: 'PATCH',
			path: `/v1/users/${USER}/sidTokens/updateName`,
			body: { tokenSerialNumber: '000123456789', updatedName: 'Blue' },
		});
	});

	test('a query beside it', () => {
		const request = requestTo('searchUsers', {
			query: { pageSize: 10, pageNumber: 0 },
			body: { emailLike: 'a@' },
		});
		expect(request).toEqual({
			method: 'POST',
			path: '/v2/users/search',
			query: { pageSize: 10, pageNumber: 0 },
			body: { emailLike: 'a@' },
		});
	});

	test('neither where the endpoint takes neither', () => {
		expect(requestTo('deleteUser', { path })).toStrictEqual({
			method: 'DELETE',
			path: `/v1/users/${USER}`,
		});
	});

	test('path parameters that cannot lead elsewhere', () => {
		expect(requestTo('deleteUser', { path: { userId: '../a b?c' } }).path).toBe(
			'/v1/users/..%2Fa%20b%3Fc',
		);
	});

	test.each(['', '.', '..'])('no path parameter that leads to the path above: %j', (deviceId) => {
		const request = () => requestTo('deleteRegisteredDevice', { path: { userId: USER, deviceId } });
		expect(request).toThrow('cannot be a part of a path');
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
