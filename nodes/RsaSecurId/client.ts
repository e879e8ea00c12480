import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { apiUrlOf, readCredential } from '../../rsa/authorization/credential';
import { TokenRefresh } from '../../rsa/authorization/tokenRefresh';
import type { AuthorizedTransport } from '../../rsa/http/response';
import { createTransport } from '../../rsa/http/transport';
import type { TenantThrottle } from '../../rsa/throttle/tenantThrottle';
import { newTenantThrottle, throttleOfTenant } from '../../rsa/throttle/tenantThrottles';
import { CREDENTIAL_TYPE } from './run/credentialsOfItems';

/** What sends a request within a timeout in ms. */
export type TransportFactory = (timeout: number) => AuthorizedTransport;

/** The throttle of the tenant that a credential is for, shared with all other executions. */
export function tenantThrottleFor(fields: ICredentialDataDecryptedObject): TenantThrottle {
	try {
		return throttleOfTenant(apiUrlOf(readCredential(fields)));
	} catch {
		// Each request fails with that error before it is sent: there is nothing to share.
		return newTenantThrottle();
	}
}

/** What sends requests with the credential as it is for the first item, or for the editor. */
export async function createTransportFactory(
	context: IExecuteFunctions | ILoadOptionsFunctions,
): Promise<TransportFactory> {
	return transportFactoryWith(context, await context.getCredentials(CREDENTIAL_TYPE));
}

/**
 * What sends requests with a credential, each within its own timeout in ms. The credential's fields are handed over
 * with each: n8n would read and decrypt them for every request, and a token renewed by one would not serve the next.
 *
 * @param data the credential's fields. A renewed access token is put into them
 */
export function transportFactoryWith(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	data: ICredentialDataDecryptedObject,
): TransportFactory {
	const { id, name } = context.getNode().credentials?.[CREDENTIAL_TYPE] ?? {};
	const signIn = new TokenRefresh(
		data,
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined,
	);
	const httpRequestWith =
		(fields: ICredentialDataDecryptedObject) => async (request: IHttpRequestOptions) =>
			await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL_TYPE, request, {
				credentialsDecrypted: {
					id: id ?? '',
					name: name ?? '',
					type: CREDENTIAL_TYPE,
					data: fields,
				},
			});
	return (timeout) =>
		signIn.sending((fields) => createTransport(httpRequestWith(fields), { timeout }), timeout);
}
