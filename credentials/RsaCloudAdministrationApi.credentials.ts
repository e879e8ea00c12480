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

import { testRequest, testCredential } from '../rsa/authorization/credentialTest';
import { AccessTokenNeeded, authorize } from '../rsa/authorization/authorize';
import {
	accessTokenInUse,
	newAccessToken,
	renewAccessToken,
} from '../rsa/authorization/tokenRenewal';
import { namingScopes } from '../rsa/authorization/scopeTest';
import { redactedResult } from '../rsa/authorization/tokenRetry';
import { UserFacingError } from '../rsa/values/userFacingError';
import { createFormTransport, createTransport } from '../rsa/http/transport';
import type { FormTransport } from '../rsa/authorization/tokenRequest';
import { fields } from './fields';

/** ms. The test button's user is waiting; a token request holds up the items that wait for it. */
const TIMEOUT = 30_000;

/** Marks the test button's request. It is taken out again before the request is sent. */
const TEST_HEADER = 'x-credential-test';

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

	properties: INodeProperties[] = fields;

	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		if (requestOptions.headers?.[TEST_HEADER] === undefined) {
			return authorized(credentials, requestOptions);
		}
		const provenFields = proven.get(credentials);
		if (provenFields === undefined) {
			underTest.add(credentials);
			throw new AccessTokenNeeded();
		}
		return authorized(provenFields, requestOptions);
	};

	/** n8n calls it when `authenticate` finds no usable access token, and when a request is answered with 401. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const sendForm = createFormTransport(
			async (request) => await this.helpers.httpRequest(request),
			{
				timeout: TIMEOUT,
			},
		);
		if (underTest.has(credentials)) {
			proven.set(credentials, await inOneText(prove(this, credentials, sendForm)));
			return {};
		}
		return { ...(await renewAccessToken(credentials, sendForm, new Date())) };
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: testRequest.path,
			method: testRequest.method,
			body: { ...testRequest.body },
			headers: { [TEST_HEADER]: 'true' },
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: { ignore: true, except: [401, 403, 429] },
		},
	};
}

/** The credentials that the test button has handed over, and those of them that have been proven. */
const underTest = new WeakSet<ICredentialDataDecryptedObject>();
const proven = new WeakMap<ICredentialDataDecryptedObject, ICredentialDataDecryptedObject>();

/**
 * The test's first half: n8n shows the network failures of a declarative test as a bare code (ENOTFOUND), takes
 * any web page for a success, and cannot tell RSA's two kinds of 403 apart.
 *
 * @returns the fields that were proven, with an access token made for the test
 */
async function prove(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	sendForm: FormTransport,
): Promise<ICredentialDataDecryptedObject> {
	const renewed = await newAccessToken(credentials, sendForm, new Date()).catch(
		async (error: unknown) => {
			throw await namingScopes(error, credentials, sendForm, new Date());
		},
	);
	const fields = { ...credentials, ...renewed };
	const send = createTransport(
		async (request) => await helpers.httpRequest(authorized(fields, request)),
		{ timeout: TIMEOUT },
	);
	await testCredential(async (request) =>
		redactedResult(await send(request), fields, accessTokenInUse(fields)),
	);
	return fields;
}

/** The test button shows one text only, so that the next step has to be in it. */
async function inOneText<Value>(action: Promise<Value>): Promise<Value> {
	return await action.catch((error: unknown) => {
		if (!(error instanceof UserFacingError)) throw error;
		throw new UserFacingError(`${error.message}. ${error.nextStep}`, error.nextStep);
	});
}

/** Request options of n8n's with full address and `Authorization` header. */
function authorized(
	credentials: ICredentialDataDecryptedObject,
	requestOptions: IHttpRequestOptions,
): IHttpRequestOptions {
	const { url, authorization } = authorize(credentials, requestOptions, new Date());
	const headers: IDataObject = { ...requestOptions.headers, Authorization: authorization };
	delete headers[TEST_HEADER];
	const authorizedOptions: IHttpRequestOptions = {
		...requestOptions,
		headers,
		sendCredentialsOnCrossOriginRedirect: false,
	};
	// The HTTP Request node hands over a full `uri` instead, and it stays as it is.
	if (requestOptions.url) {
		authorizedOptions.url = url;
		delete authorizedOptions.baseURL;
	}
	return authorizedOptions;
}
