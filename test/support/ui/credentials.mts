import { oauthCredentialOf } from '../../../sandbox/tenant/authorization/oauth-credential.mts';
import type { Tenant } from '../../../sandbox/tenant/tenant.mts';

/** The labels of the authentications in the form. */
export type CredentialKind = 'Administration API Key' | 'JSON Web Token' | 'OAuth Client';

/** Entered values, by the fields' names. */
type Fields = Readonly<Record<string, string>>;

/** A credential of one kind, wrong first and then correct. */
interface CredentialAttempt {
	readonly works: Fields;
	/** The wrong values at first. */
	readonly fails: Fields;
	/** The message of the failed test. */
	readonly failure: RegExp;
}

/** Credentials of each kind for a tenant. */
export async function credentialsOf(
	tenant: Tenant,
): Promise<Record<CredentialKind, CredentialAttempt>> {
	const key = tenant.issueKey();
	const client = await tenant.issueOAuthClient({ keyType: 'EC' });
	const { authentication, ...clientFields } = oauthCredentialOf(tenant, client);
	const baseUrl = tenant.adminRestApiUrl;
	return {
		'Administration API Key': {
			works: { apiKeyFile: JSON.stringify(key) },
			fails: { apiKeyFile: JSON.stringify({ ...key, accessID: 'no-such-id' }) },
			failure: /RSA does not know the access ID/,
		},
		'JSON Web Token': {
			works: { baseUrl, jwt: await tenant.signJwt(key, { lifetimeSeconds: 3600 }) },
			fails: { jwt: await tenant.signJwt(key, { lifetimeSeconds: -60 }) },
			failure: /expired/,
		},
		'OAuth Client': {
			works: clientFields,
			fails: { scope: 'rsa.user.read' },
			failure: /does not grant the OAuth client the Scope/,
		},
	};
}
