import { expect, test } from '@jest/globals';

import { RsaCloudAdministrationApi } from '../../credentials/RsaCloudAdministrationApi.credentials.ts';
import { fieldsOfItem, saysSame } from '../../rsa/authorization/sameForAllItems.ts';

const { properties } = new RsaCloudAdministrationApi();
const expression = properties.find(({ name }) => name === 'sameForAllItems')?.default as string;
const version = String(/" (\w{8}) "/.exec(expression)?.[1]);
const oAuthFields = (sameForAllItems: unknown) => ({
	authentication: 'oAuthClient',
	sameForAllItems,
});
const reading = { expression, executionId: '7', itemIndex: 3, startedAt: 1000 };

test.each([
	['same', `same ${version} 7 3 1000`],
	['same', `same ${version} __UNKNOWN__ 3 1001`],
	['own', `own ${version} 7 3 1000`],
	['own', 'own 01234567 7 3 1000'],
	['own', 'same 01234567 7 3 1000'],
	['replaced', `own ${version} 7 3 999`],
	['replaced', `same ${version} 7 3 999`],
	['replaced', `own ${version} 8 3 1000`],
	['replaced', `own ${version} 7 2 1000`],
	['replaced', `own ${version} 7 3`],
	['replaced', ''],
	['replaced', undefined],
])('an OAuth client is %s by the answer %j', (kind, answer) => {
	expect(fieldsOfItem(oAuthFields(answer), reading)).toBe(kind);
});

test('another credential is never replaced, because n8n stores nothing with it', () => {
	const fields = { authentication: 'apiKey', sameForAllItems: `own ${version} 7 3 999` };
	expect(fieldsOfItem(fields, reading)).toBe('own');
});

test.each([
	[true, `same ${version} 1 0 999`],
	[false, 'same 01234567 1 0 999'],
	[false, `own ${version} 1 0 999`],
	[false, 'same'],
	[false, undefined],
])('whether all items have the same fields is %j by the answer %j', (isSame, answer) => {
	expect(saysSame(oAuthFields(answer), expression)).toBe(isSame);
});
