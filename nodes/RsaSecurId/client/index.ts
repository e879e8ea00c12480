import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { TokenRetry } from '../../../rsa/authorization/tokenRetry';
import type { AuthorizedTransport } from '../../../rsa/http/response';
import { createTransport } from '../../../rsa/http/transport';

export const CREDENTIAL_TYPE = 'rsaCloudAdministrationApi';

/** Makes what sends a request within a timeout in ms. */
export type TransportFactory = (timeout: number) => AuthorizedTransport;

/**
 * The way to n8n's HTTP helper with a credential. The credential's fields are handed over with each request: n8n
 * would read and decrypt them for every one, and a token renewed by one would not serve the next.
 *
 * @param fields the credential's fields. A renewed access token is put into them
 */
export function transportFactoryFor(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	fields: ICredentialDataDecryptedObject,
): TransportFactory {
	const { id, name } = context.getNode().credentials?.[CREDENTIAL_TYPE] ?? {};
	const tokenRetry = new TokenRetry(
		fields,
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined,
	);
	const httpRequest = context.helpers.httpRequestWithAuthentication.bind(context, CREDENTIAL_TYPE);
	const credentialWith = (data: ICredentialDataDecryptedObject) => ({
		credentialsDecrypted: { id: id ?? '', name: name ?? '', type: CREDENTIAL_TYPE, data },
	});
	return (timeout) =>
		tokenRetry.transport(
			(data) => createTransport(httpRequest, timeout, credentialWith(data)),
			timeout,
		);
}
