import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

import { renewingWith } from '../../../rsa/authorization/renewingSend';
import type { Send } from '../../../rsa/reply';
import { sendThrough } from '../../../rsa/sending';

const CREDENTIAL_TYPE = 'rsaCloudAdministrationApi';

/** What sends a request within a timeout in ms. */
export type SendWithin = (timeout: number) => Send;

/**
 * What sends the run's requests, each within its own timeout in ms. The credential is read once for all of
 * them: n8n would read and decrypt it for every request, and a token renewed by one would not serve the next.
 */
export async function senderFor(
	context: IExecuteFunctions | ILoadOptionsFunctions,
): Promise<SendWithin> {
	const data = await context.getCredentials(CREDENTIAL_TYPE);
	const { id, name } = context.getNode().credentials?.[CREDENTIAL_TYPE] ?? {};
	const credentialsDecrypted = { id: id ?? '', name: name ?? '', type: CREDENTIAL_TYPE, data };
	const renewing = renewingWith(data);
	const httpRequest = async (request: IHttpRequestOptions) =>
		await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL_TYPE, request, {
			credentialsDecrypted,
		});
	return (timeout) => renewing(sendThrough(httpRequest, { timeout }));
}
