import type { INodeProperties } from 'n8n-workflow';

import { scopeSets } from '../rsa/authorization/scopeSet';
import { consolePage, defaultScope } from '../rsa/errors/permissions';
import { NO_ACCESS_TOKEN } from '../rsa/authorization/accessToken';
import {
	SAME_FOR_ALL_ITEMS,
	sameForAllItemsExpression,
} from '../rsa/authorization/sameForAllItems';

const showOnlyFor = (...authentication: string[]): Pick<INodeProperties, 'displayOptions'> => ({
	displayOptions: { show: { authentication } },
});

/** A text field that must be filled in, and one whose text is masked. */
const requiredText = { type: 'string', required: true, default: '' } as const;
const requiredSecret = { ...requiredText, typeOptions: { password: true } } as const;

const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{
			name: 'Administration API Key',
			value: 'apiKey',
			description:
				"The .key file from RSA's Cloud Administration Console. The quickest start; the key does not expire and has all rights of its role.",
		},
		{
			name: 'JSON Web Token',
			value: 'jwt',
			description: 'A token that you sign yourself, for tests: RSA accepts it for at most one hour',
		},
		{
			name: 'OAuth Client',
			value: 'oAuthClient',
			description:
				'An OAuth 2.0 client of type Admin API with a private key. RSA recommends it for production: it has only the scopes that you allow.',
		},
	],
	default: 'apiKey',
};

const apiKeyFile: INodeProperties = {
	displayName: 'API Key File',
	name: 'apiKeyFile',
	...requiredSecret,
	placeholder: 'e.g. { "customerName": …, "accessID": …, "accessKey": …, "adminRestApiUrl": … }',
	description: 'The whole content of the .key file, pasted as it is',
	...showOnlyFor('apiKey'),
};

const baseUrl: INodeProperties = {
	displayName: 'Base URL',
	name: 'baseUrl',
	...requiredText,
	placeholder: 'e.g. https://mycompany.access.securid.com/AdminInterface/restapi',
	description: `The Administration API REST URL in ${consolePage.apiAccess}`,
	...showOnlyFor('jwt', 'oAuthClient'),
};

/** The same field for a key file, which has the address too: optional. */
const baseUrlBesideKeyFile: INodeProperties = {
	...baseUrl,
	required: false,
	description: 'Leave empty to use the address in the key file',
	...showOnlyFor('apiKey'),
};

/** Masked. n8n's lint does not require that, because the name, which saved credentials have, does not look secret. */
const jsonWebToken: INodeProperties = {
	displayName: 'JSON Web Token',
	name: 'jwt',
	...requiredSecret,
	placeholder: 'e.g. eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ…',
	description: 'The whole token, without "Bearer"',
	...showOnlyFor('jwt'),
};

const issuerUrl: INodeProperties = {
	displayName: 'Issuer URL',
	name: 'issuerUrl',
	...requiredText,
	placeholder: 'e.g. https://mycompany.auth.securid.com/oauth',
	description: "Shown beside the OAuth client in RSA's Cloud Administration Console",
	...showOnlyFor('oAuthClient'),
};

const clientId: INodeProperties = {
	displayName: 'Client ID',
	name: 'clientId',
	...requiredText,
	placeholder: 'e.g. n8n-offboarding',
	description: "Shown beside the OAuth client in RSA's Cloud Administration Console",
	...showOnlyFor('oAuthClient'),
};

const privateKeyJwk: INodeProperties = {
	displayName: 'Private Key (JWK)',
	name: 'privateKeyJwk',
	...requiredSecret,
	placeholder: 'e.g. { "kty": "RSA", "kid": …, "n": …, "d": … }',
	description: 'The whole private key file of the OAuth client, of type RSA or EC P-256',
	...showOnlyFor('oAuthClient'),
};

const scopeSet: INodeProperties = {
	displayName: 'Scopes',
	name: 'scopeSet',
	type: 'options',
	options: [
		{
			name: 'As Entered Below',
			value: scopeSets.custom,
			description: "The scopes in the field 'Scope'",
		},
		{
			name: 'Offboarding',
			value: scopeSets.offboarding,
			description: "All scopes that the operation 'Offboard' can need",
		},
	],
	default: scopeSets.custom,
	description: 'Which scopes to request. Each must be allowed for the OAuth client.',
	...showOnlyFor('oAuthClient'),
};

const scope: INodeProperties = {
	displayName: 'Scope',
	name: 'scope',
	type: 'string',
	default: defaultScope,
	description:
		"Scopes separated by spaces. Each must be allowed for the OAuth client: remove those that it must not have. Leave empty to request the client's default scopes.",
	displayOptions: {
		show: { authentication: ['oAuthClient'], scopeSet: [scopeSets.custom] },
	},
};

/**
 * The OAuth access token. n8n stores it with the credential, so that all executions and workers share it. Never empty: n8n
 * would call preAuthentication for every request, with the other two authentications too.
 */
const accessToken: INodeProperties = {
	displayName: 'Access Token',
	name: 'accessToken',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: NO_ACCESS_TOKEN,
};

const entered: INodeProperties[] = [
	authentication,
	apiKeyFile,
	baseUrl,
	baseUrlBesideKeyFile,
	jsonWebToken,
	issuerUrl,
	clientId,
	privateKeyJwk,
	scopeSet,
	scope,
];

/** For the node, which cannot see whether a field is an expression. n8n needs 1.8 ms to read a credential for an item. */
export const sameForAllItems: INodeProperties = {
	displayName: 'Same for All Items',
	name: SAME_FOR_ALL_ITEMS,
	type: 'hidden',
	default: sameForAllItemsExpression(entered),
};

/** The credential's form. */
export const fields: INodeProperties[] = [...entered, accessToken, sameForAllItems];
