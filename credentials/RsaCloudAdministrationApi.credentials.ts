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

import { AccessTokenNeeded, authorize } from '../rsa/authorization/authorize';
import { inOneText, testCredential, testRequest } from '../rsa/authorization/credentialTest';
import { namingScopes } from '../rsa/authorization/scopeTest';
import {
	accessTokenInUse,
	newAccessToken,
	renewAccessToken,
} from '../rsa/authorization/accessTokenRenewal';
import { redactedResult } from '../rsa/authorization/accessTokenRetry';
import { redactorOf } from '../rsa/authorization/redactAccessToken';
import { saysSame } from '../rsa/authorization/sameForAllItems';
import type { FormTransport } from '../rsa/http/response';
import { statusCodes } from '../rsa/http/statusCodes';
import { createFormTransport, createTransport } from '../rsa/http/transport';
import { fields, sameForAllItems } from './fields';

/** ms of one request. The user of the test button waits for it, and so do the items that need the access token. */
const TIMEOUT = 30_000;

/** Header that marks the request of the test button. Removed before the request is sent. */
const TEST_HEADER = 'x-credential-test';

export class RsaCloudAdministrationApi implements ICredentialType {
	name = 'rsaCloudAdministrationApi';

	displayName = 'RSA SecurID Cloud Administration API';

	icon = {
		light: 'file:../icons/rsaSecurId.svg',
		dark: 'file:../icons/rsaSecurId.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-rsa-securid/n8n-nodes-rsa-securid/blob/main/docs/credentials.md';

	httpRequestNode = {
		name: 'RSA SecurID Cloud Administration API',
		docsUrl:
			'https://community.rsa.com/s/article/Authentication-for-the-Cloud-Administration-APIs-a04e3fb9',
		apiBaseUrlPlaceholder: 'https://mycompany.access.securid.com/AdminInterface/restapi/v1/',
	};

	properties: INodeProperties[] = fields;

	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		if (requestOptions.headers?.[TEST_HEADER] === undefined) {
			return authorized(credentials, requestOptions);
		}
		const testedFields = tested.get(credentials);
		if (testedFields !== undefined) return authorized(testedFields, requestOptions);
		underTest.add(credentials);
		throw new AccessTokenNeeded();
	};

	/** Renews the access token. n8n calls it if `authenticate` finds no usable one, and after a 401. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const sendForm = createFormTransport(
			async (request) => await this.helpers.httpRequest(request),
			TIMEOUT,
		);
		if (underTest.has(credentials)) {
			tested.set(credentials, await inOneText(testFields(this, credentials, sendForm)));
			return {};
		}
		const renewed = await renewAccessToken(credentials, sendForm, new Date());
		// n8n up to 2.33 stores the resolved credential with the token, and this field would name one item for ever. If the
		// fields are an item's own, that is how the node notices.
		const isSame = saysSame(credentials, String(sameForAllItems.default));
		const mayStay = renewed.accessToken !== undefined && isSame;
		return { ...renewed, ...(mayStay && { [sameForAllItems.name]: sameForAllItems.default }) };
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: testRequest.path,
			method: testRequest.method,
			body: { ...testRequest.body },
			headers: { [TEST_HEADER]: 'true' },
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: {
				ignore: true,
				except: [statusCodes.unauthorized, statusCodes.forbidden, statusCodes.tooManyRequests],
			},
		},
	};
}

/** Credentials under test, and the fields of those that passed. */
const underTest = new WeakSet<ICredentialDataDecryptedObject>();
const tested = new WeakMap<ICredentialDataDecryptedObject, ICredentialDataDecryptedObject>();

/**
 * Tests a credential before n8n sends the test's own request. That alone is not enough: n8n shows network errors of a
 * declarative test as a bare code (ENOTFOUND), counts any web page as a success, and cannot distinguish RSA's two kinds of
 * 403.
 *
 * @returns the tested fields, with an access token requested for the test
 * @throws {UserFacingError} with what is wrong and what to do
 */
async function testFields(
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
		TIMEOUT,
	);
	await testCredential(async (request) =>
		redactedResult(await send(request), fields, redactorOf(accessTokenInUse(fields))),
	);
	return fields;
}

/**
 * n8n's request options with the full address and the `Authorization` header.
 *
 * @throws {UserFacingError} as `authorize` does
 */
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
	// The HTTP Request node has a full `uri` instead, which stays as it is.
	if (requestOptions.url) {
		authorizedOptions.url = url;
		delete authorizedOptions.baseURL;
	}
	return authorizedOptions;
}
