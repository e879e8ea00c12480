import { lookUp, type LookUpResult } from '../delivery/lookUp';
import { permissions } from '../errors/permissions';
import { requestTo } from '../http/endpoints';
import { statusCodes } from '../http/statusCodes';
import type { Client } from '../throttle/client';
import { jsonObject, type JsonObject } from '../values/jsonObject';

/** RSA's JSON of a user on the list. */
export type HighRiskUser = JsonObject & { readonly email: string };

/** All high-risk users: RSA's "Cloud Administration Retrieve High-Risk User List API Version 2", which has no pages. */
export async function listHighRiskUsers(
	client: Client,
): Promise<LookUpResult<readonly HighRiskUser[]>> {
	const query = {
		request: requestTo('listHighRiskUsers', {}),
		permission: permissions.listHighRiskUsers,
		causes: { [statusCodes.badRequest]: 'invalidUserRequest' } as const,
		unclear: "RSA's response is not a list of high-risk users with their email addresses",
		parse: parseList,
	};
	return await lookUp(query, client);
}

/**
 * Undefined if an entry cannot be parsed, or has white space around its address: a user who is not listed counts as
 * removed.
 */
function parseList(body: unknown): readonly HighRiskUser[] | undefined {
	const users: unknown = jsonObject(body)?.users;
	if (!Array.isArray(users)) return undefined;
	const parsed = (users as readonly unknown[]).map((entry) => {
		const json = jsonObject(entry);
		const email = json?.email;
		return isWritten(email) ? { ...json, email } : undefined;
	});
	return parsed.every((user) => user !== undefined) ? parsed : undefined;
}

function isWritten(email: unknown): email is string {
	return typeof email === 'string' && email !== '' && email === email.trim();
}
