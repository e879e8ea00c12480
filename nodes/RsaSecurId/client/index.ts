import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { apiUrlOf, parseCredential } from '../../../rsa/authorization/credential';
import { AccessTokenRetry } from '../../../rsa/authorization/accessTokenRetry';
import type { AuthorizedTransport } from '../../../rsa/http/response';
import { createTransport } from '../../../rsa/http/transport';
import type { TenantThrottle } from '../../../rsa/throttle/tenantThrottle';
import { newTenantThrottle, throttleOfTenant } from '../../../rsa/throttle/tenantThrottles';
import { orUndefined } from '../../../rsa/values/orUndefined';

export const CREDENTIAL_TYPE = 'rsaCloudAdministrationApi';

/** Creates a transport. @param timeout ms for one request */
export type TransportFactory = (timeout: number) => AuthorizedTransport;

/** The address of the tenant that a credential is for; undefined if the credential is invalid. */
export function tenantAddressOf(fields: ICredentialDataDecryptedObject): string | undefined {
	return orUndefined(() => apiUrlOf(parseCredential(fields)));
}

/** The throttle of the tenant that a credential is for, shared with all other executions. */
export function tenantThrottleFor(fields: ICredentialDataDecryptedObject): TenantThrottle {
	const address = tenantAddressOf(fields);
	// With an invalid credential, each request fails before it is sent, so there is nothing to share.
	return address === undefined ? newTenantThrottle() : throttleOfTenant(address);
}

/**
 * A factory of transports through n8n's HTTP helper, with a credential. The credential's fields are passed with each
 * request: n8n would otherwise decrypt them for each, and a token renewed for one would not serve the next.
 *
 * @param fields the credential's fields. A rejected access token is removed from them in place
 */
export function transportFactoryFor(
	context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions,
	fields: ICredentialDataDecryptedObject,
): TransportFactory {
	const { id, name } = context.getNode().credentials?.[CREDENTIAL_TYPE] ?? {};
	const accessTokenRetry = new AccessTokenRetry(
		fields,
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined,
	);
	const httpRequest = context.helpers.httpRequestWithAuthentication.bind(context, CREDENTIAL_TYPE);
	const credentialWith = (data: ICredentialDataDecryptedObject) => ({
		credentialsDecrypted: { id: id ?? '', name: name ?? '', type: CREDENTIAL_TYPE, data },
	});
	return (timeout) =>
		accessTokenRetry.transport(
			(data) => createTransport(httpRequest, timeout, credentialWith(data)),
			timeout,
		);
}
