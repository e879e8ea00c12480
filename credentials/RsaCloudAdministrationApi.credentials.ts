import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { accessProof, isAccessProof, proveAccess } from '../rsa/accessProof';
import { authorize } from '../rsa/authorization';
import { sendThrough } from '../rsa/sending';

/** ms. The test button's user is waiting. */
const TEST_TIMEOUT = 30_000;

const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{
			name: 'JSON Web Token',
			value: 'jwt',
			description:
				'A token made with an Administration API key. RSA accepts it for one hour at most.',
		},
	],
	default: 'jwt',
};

const baseUrl: INodeProperties = {
	displayName: 'Base URL',
	name: 'baseUrl',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. https://mycompany.access.securid.com/AdminInterface/restapi',
	description:
		"The Administration API REST URL in RSA's Cloud Administration Console (Platform > API Access Management)",
};

/** Masked although n8n's lint sees no secret in the name, which saved credentials have fixed. */
const jsonWebToken: INodeProperties = {
	displayName: 'JSON Web Token',
	name: 'jwt',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description: 'The token as it is, without "Bearer"',
	displayOptions: { show: { authentication: ['jwt'] } },
};

/**
 * n8n calls preAuthentication only for credential types with such a field, and then for every request while
 * it is empty. It is never empty here, so that an ordinary request costs nothing more.
 */
const accessToken: INodeProperties = {
	displayName: 'Access Token',
	name: 'accessToken',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: 'none',
};

export class RsaCloudAdministrationApi implements ICredentialType {
	name = 'rsaCloudAdministrationApi';

	displayName = 'RSA Cloud Administration API';

	icon = {
		light: 'file:../icons/rsaSecurId.svg',
		dark: 'file:../icons/rsaSecurId.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-rsa-securid/n8n-nodes-rsa-securid/blob/main/docs/credentials.md';

	httpRequestNode = {
		name: 'RSA Cloud Administration API',
		docsUrl:
			'https://community.rsa.com/s/article/Authentication-for-the-Cloud-Administration-APIs-a04e3fb9',
		apiBaseUrlPlaceholder: 'https://mycompany.access.securid.com/AdminInterface/restapi/v1/',
	};

	properties = [authentication, baseUrl, jsonWebToken, accessToken];

	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		if (isAccessProof(requestOptions) && !proven.has(credentials)) throw new NotProvenYet();
		return authorized(credentials, requestOptions);
	};

	/**
	 * The test button's own texts. n8n shows the network failures of a declarative test as a bare code
	 * (ENOTFOUND), takes any web page for a success, and cannot tell RSA's two kinds of 403 apart.
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const send = sendThrough(
			async (request) => await this.helpers.httpRequest(authorized(credentials, request)),
			{ timeout: TEST_TIMEOUT },
		);
		await proveAccess(send);
		proven.add(credentials);
		return {};
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: accessProof.path,
			method: accessProof.method,
			body: { ...accessProof.body },
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: { ignore: true, except: [401, 403, 429] },
		},
	};
}

/** The credentials under test that preAuthentication has proven. */
const proven = new WeakSet<ICredentialDataDecryptedObject>();

/**
 * Makes n8n call preAuthentication before the test's request is sent: an error in `authenticate` that looks
 * like a 401 does (n8n-core, httpRequestWithAuthentication). Its own call for tests never comes about, since
 * it looks for a node type that the test does not use (n8n 2.41.1, credentials-helper.js).
 */
class NotProvenYet extends Error {
	readonly response = { status: 401 };
}

/** Request options of n8n's with full address and `Authorization` header. */
function authorized(
	credentials: ICredentialDataDecryptedObject,
	requestOptions: IHttpRequestOptions,
): IHttpRequestOptions {
	const { url, authorization } = authorize(credentials, requestOptions, new Date());
	const authorizedOptions: IHttpRequestOptions = {
		...requestOptions,
		headers: { ...requestOptions.headers, Authorization: authorization },
		sendCredentialsOnCrossOriginRedirect: false,
	};
	// The HTTP Request node hands over a full `uri` instead, and it stays as it is.
	if (requestOptions.url) {
		authorizedOptions.url = url;
		delete authorizedOptions.baseURL;
	}
	return authorizedOptions;
}
