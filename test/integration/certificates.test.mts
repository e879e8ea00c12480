import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { CertificateAuthority } from '../../sandbox/tenant/authorization/certificate-authority.mts';
import { ADA, ADAS, startOffboarding, type Offboarding } from '../support/offboarding.mts';

let offboarding: Offboarding;
beforeEach(async () => {
	const authority = await CertificateAuthority.found();
	offboarding = await startOffboarding({ certificate: await authority.issue() });
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

test('a certificate of an unknown authority: the item fails immediately, and nothing is sent', async () => {
	const { items } = await offboarding.run('unassign', [[ADA, ADAS]], {
		onError: 'continueRegularOutput',
	});
	const { error, message, details } = items()[0]?.json ?? {};
	expect(error).toMatch(/n8n refused to send .* an authority that n8n does not know/);
	expect(message).toMatch(
		/^The hardware token is unchanged\. .*NODE_EXTRA_CA_CERTS .* restart n8n/,
	);
	expect(details).toMatchObject({
		cause: 'certificateRefused',
		networkCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	});
	expect(details).not.toHaveProperty('tries');
	expect(offboarding.tenant.journal).toEqual([]);
});

test('what has to be looked up first says so too', async () => {
	const { items } = await offboarding.run('delete', [[ADA, ADAS]], {
		onError: 'continueRegularOutput',
	});
	expect(items()[0]?.json.message).toMatch(/is unchanged\. .*NODE_EXTRA_CA_CERTS/);
	expect(items()[0]?.json.details).not.toHaveProperty('tries');
});
