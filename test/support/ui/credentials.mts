import { oauthCredentialOf } from '../../../sandbox/tenant/authorization/oauth-credential.mts';
import type { Tenant } from '../../../sandbox/tenant/tenant.mts';

/** As the form names the ways to sign in. */
export type CredentialKind = 'Administration API Key' | 'JSON Web Token' | 'OAuth Client';

/** What a person enters, by the fields' names. */
type Fields = Readonly<Record<string, string>>;

/** A credential of one kind, right and wrong. */
interface CredentialAttempt {
	readonly works: Fields;
	/** What is wrong of it at first. */
	readonly fails: Fields;
	/** What the failed test says. */
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
			failure: /does not give the OAuth client the Scope/,
		},
	};
}
