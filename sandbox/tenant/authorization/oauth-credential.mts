import type { OAuthClient } from './oauth-clients.mts';
import type { Tenant } from '../tenant.mts';

/** @returns what the owner of an OAuth client enters in the node's credential, by the fields' names */
export function oauthCredentialOf(
	tenant: Tenant,
	{ issuerUrl, clientId, privateKeyJwk, scopes }: OAuthClient,
) {
	return {
		authentication: 'oAuthClient',
		baseUrl: tenant.adminRestApiUrl,
		issuerUrl,
		clientId,
		privateKeyJwk: JSON.stringify(privateKeyJwk),
		scope: scopes.join(' '),
	};
}
