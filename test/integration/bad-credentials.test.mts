import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { ADA, ADAS, startOffboarding, type Offboarding } from '../support/offboarding.mts';

/** Cases; `npm test` runs some, BAD_INPUT_CASES says how many else. */
const cases = Number(process.env['BAD_INPUT_CASES'] ?? 2_000);
/** No valid field contains it. */
const secret = 'S3CRET-that-nobody-may-read';

let offboarding: Offboarding;
let key: string;
let jwt: string;
beforeAll(async () => {
	offboarding = await startOffboarding();
	const { tenant, credential } = offboarding;
	key = JSON.stringify(tenant.issueKey());
	if (typeof credential['jwt'] !== 'string') throw new Error('There is no JSON Web Token');
	jwt = credential['jwt'];
});
afterAll(async () => {
	await offboarding.tenant.stop();
});

/** Values of a field: valid ones of another field, such as break addresses and headers, any. */
const value = fc.oneof(
	fc.constantFrom<() => unknown>(
		() => '',
		() => key,
		() => key.slice(0, -9),
		() => `{"accessID":"${secret}","accessKey":"${secret}"}`,
		() => jwt,
		() => `${secret}.${secret}.${secret}`,
		() => `${secret}\r\nHost: example.org`,
		() => offboarding.tenant.adminRestApiUrl,
		() => `${offboarding.tenant.adminRestApiUrl}/../x?a#b`,
		() => `http://${secret}@127.0.0.1:1/`,
		() => `ftp://${secret}`,
		() => `{"kty":"RSA","d":"${secret}"}`,
		() => ({ [secret]: secret }),
		() => null,
		() => 7,
	),
	fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()).map((drawn) => () => drawn),
);
const fields = fc.record(
	{
		authentication: fc.oneof(
			{ weight: 9, arbitrary: fc.constantFrom(...ways()) },
			{ weight: 1, arbitrary: value },
		),
		baseUrl: value,
		apiKeyFile: value,
		jwt: value,
		issuerUrl: value,
		clientId: value,
		privateKeyJwk: value,
		scope: value,
	},
	{ requiredKeys: ['authentication'] },
);

test(
	`whatever is in a credential, the item comes out as a result or as a failure that names it: ${cases} credentials`,
	async () => {
		await fc.assert(fc.asyncProperty(fields, expectSoundOutput), { numRuns: cases });
	},
	60_000 + cases * 100,
);

async function expectSoundOutput(drawn: Readonly<Record<string, () => unknown>>): Promise<void> {
	offboarding.tenant.clearJournal();
	const credential = Object.fromEntries(
		Object.entries(drawn).map(([name, valueOf]) => [name, valueOf()]),
	) as ICredentialDataDecryptedObject;
	const { items, thrown } = await offboarding.run('clearPin', [[ADA, ADAS]], {
		credential,
		options: { maxTries: 1, itemDeadline: 5, timeout: 2 },
		onError: 'continueRegularOutput',
	});
	expect(thrown).toBeUndefined();
	const out = items();
	expect(out).toHaveLength(1);
	for (const { json } of out) {
		if (json['error'] === undefined) continue;
		expect(json['error']).toMatch(/ \[item 0\]$/);
		expect(json['error']).not.toMatch(/TypeError|is not a function|Cannot read|\[object/);
		expect(json['details']).not.toMatchObject({ cause: 'unexpected' });
	}
	expect(JSON.stringify(out)).not.toContain(secret);
	expect(JSON.stringify(out)).not.toContain(jwt.slice(0, 40));
	for (const { path } of offboarding.tenant.journal) expect(path).toMatch(/^[\w/.?=&-]+$/);
}

function ways(): ReadonlyArray<() => string> {
	return ['jwt', 'apiKey', 'oAuthClient'].map((way) => () => way);
}
