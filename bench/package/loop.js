const CREDENTIAL_TYPE = 'rsaCloudAdministrationApi';
const IN_FLIGHT = 64;

/** The node property for this credential. */
exports.credentials = [{ name: CREDENTIAL_TYPE, required: true }];

/** How n8n's HTTP helper reads an answer, as far as no option says otherwise. */
const asHelperReads = { options: {}, readBody: (body) => body };

/**
 * The least that any node can do: n8n's HTTP helper in a loop, and no look at the responses.
 *
 * @param targetOf gives user and serial number of the item at an index
 * @param reading options of the request, and what makes JSON of the body that comes of them
 */
exports.loop = async (context, targetOf, { options, readBody } = asHelperReads) => {
	const send = await senderFor(context, options);
	const output = [];
	const indexes = context.getInputData().keys();
	const work = async () => {
		for (const index of indexes) {
			const { body } = await send(targetOf(index));
			output.push({ json: await readBody(body), pairedItem: { item: index } });
		}
	};
	await Promise.all(Array.from({ length: IN_FLIGHT }, work));
	return [output];
};

/** Reads the credential once, as the node under test does: n8n would for every request. */
async function senderFor(context, options) {
	const data = await context.getCredentials(CREDENTIAL_TYPE);
	const { id, name } = context.getNode().credentials[CREDENTIAL_TYPE];
	const credentialsDecrypted = { id, name, type: CREDENTIAL_TYPE, data };
	return async (target) =>
		await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL_TYPE,
			{ ...requestFor(target), ...options },
			{ credentialsDecrypted },
		);
}

/** The options that the node under test sends its requests with. */
function requestFor({ userId, serialNumber }) {
	return {
		method: 'PATCH',
		url: `/v1/users/${userId}/sidTokens/unassign`,
		body: { tokenSerialNumber: serialNumber },
		headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		timeout: 30_000,
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	};
}
