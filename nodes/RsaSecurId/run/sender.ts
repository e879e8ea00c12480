import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { SignIn } from '../../../rsa/authorization/signIn';
import type { SignedInSend } from '../../../rsa/reply';
import { sendThrough } from '../../../rsa/sending';
import { CREDENTIAL_TYPE } from './credentialsOfItems';

/** What sends a request within a timeout in ms. */
export type SendWithin = (timeout: number) => SignedInSend;

/** What sends requests with the credential as it is for the first item, or for the editor. */
export async function senderFor(
	context: IExecuteFunctions | ILoadOptionsFunctions,
): Promise<SendWithin> {
	return senderWith(context, await context.getCredentials(CREDENTIAL_TYPE));
}

/**
 * What sends requests with a credential, each within its own timeout in ms. The credential's fields are handed over
 * with each: n8n would read and decrypt them for every request, and a token renewed by one would not serve the next.
 *
 * @param data the credential's fields. A renewed access token is put into them
 */
export function senderWith(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	data: ICredentialDataDecryptedObject,
): SendWithin {
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
