import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { SignIn } from '../../../rsa/authorization/signIn';
import type { SignedInSend } from '../../../rsa/reply';
import { sendThrough } from '../../../rsa/sending';

const CREDENTIAL_TYPE = 'rsaCloudAdministrationApi';

/** What sends a request within a timeout in ms. */
export type SendWithin = (timeout: number) => SignedInSend;

/**
 * What sends the run's requests, each within its own timeout in ms. The credential is read once for all of
 * them: n8n would read and decrypt it for every request, and a token renewed by one would not serve the next.
 */
export async function senderFor(
	context: IExecuteFunctions | ILoadOptionsFunctions,
): Promise<SendWithin> {
	const data = await context.getCredentials(CREDENTIAL_TYPE);
	const { id, name } = context.getNode().credentials?.[CREDENTIAL_TYPE] ?? {};
	const signIn = new SignIn(
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
		signIn.sending((fields) => sendThrough(httpRequestWith(fields), { timeout }), timeout);
}
