import type { Change, ChangeState, Occasion } from '../delivery/change';
import type { LookUpResult } from '../delivery/lookUp';
import { stateUnknownWith } from '../delivery/stateUnknown';
import { isRsasOwn404 } from '../errors/classifyResponse';
import type { Cause } from '../errors/errorTexts';
import type { Wording } from '../errors/failure';
import { permissions } from '../errors/permissions';
import { serverMessageOf } from '../errors/serverMessage';
import { serverMessageFor } from '../errors/serverMessageFor';
import { requestTo } from '../http/endpoints';
import type { HttpResponse } from '../http/response';
import { statusCodes } from '../http/statusCodes';
import type { Client } from '../throttle/client';
import { jsonObject } from '../values/jsonObject';
import { isSameText } from '../values/sameText';
import { listHighRiskUsers, type HighRiskUser } from './listHighRiskUsers';

/** RSA's name of the change. */
export type HighRiskAction = 'add' | 'remove';

const words = {
	add: {
		outcome: 'highRiskUserAdded',
		noopOutcome: 'highRiskUserAlreadyAdded',
		dryRunOutcome: 'wouldAddHighRiskUser',
		done: 'added to the list of high-risk users',
	},
	remove: {
		outcome: 'highRiskUserRemoved',
		noopOutcome: 'highRiskUserAlreadyRemoved',
		dryRunOutcome: 'wouldRemoveHighRiskUser',
		done: 'removed from the list of high-risk users',
	},
} as const;

const CHECK_STATE =
	"Look at the list with the operation 'Get Many', or run this item again: a user who is already in the requested state stays in it.";

/** RSA's "Cloud Administration Add/Remove High-Risk User API", for one user, who is named by email address. */
export function changeHighRiskUser(action: HighRiskAction, email: string): Change {
	const { outcome, noopOutcome, dryRunOutcome } = words[action];
	const state = { email, highRiskUser: action === 'add' };
	return {
		outcome,
		noopOutcome,
		dryRunOutcome,
		expectedState: state,
		isIdempotent: true,
		request: requestTo('changeHighRiskUsers', { body: { action, users: [email] } }),
		wording: highRiskWording(action, `the email address ${email}`),
		confirm: (response) => (isChanged(response) ? { state } : undefined),
		causeOf,
		serverMessageOf(response) {
			const failures =
				response.status === statusCodes.multiStatus ? failedIn(response.body) : undefined;
			return failures === undefined ? serverMessageFor(response) : failureIn(failures, email);
		},
		lookUp: async (client: Client, { cause }: Occasion) =>
			stateOf(action, email, await listHighRiskUsers(client), cause),
		unsettled: stateUnknownWith(CHECK_STATE, 'the list could not be read back'),
	};
}

/**
 * The texts for a user who could not be added or removed.
 *
 * @param named the user as the item names them, such as "the email address ada@example.com"
 */
export function highRiskWording(action: HighRiskAction, named: string): Wording {
	const { done } = words[action];
	const user = `the user with ${named} was`;
	return {
		notDone: `T${user.slice(1)} not ${done}`,
		unknown: `It is not known whether ${user} ${done}`,
		subject: 'highRiskUsers',
		permission: permissions.changeHighRiskUsers,
	};
}

/**
 * Whether a response confirms the change: a 200 whose body lists no user who failed (RSA's page). A 200 without a body may
 * come from a proxy: then the list is looked up.
 */
function isChanged({ status, body }: HttpResponse): boolean {
	return status === statusCodes.ok && failedIn(body)?.length === 0;
}

/** The users who failed, by the body of a response; undefined if it is no list. */
function failedIn(body: unknown): readonly unknown[] | undefined {
	const json = jsonObject(body);
	const listed: unknown = json === undefined ? body : json.users;
	const isOther = json !== undefined && Object.keys(json).some((name) => name !== 'users');
	return Array.isArray(listed) && !isOther ? listed : undefined;
}

/** A 207 says that some users were not changed (RSA's page): here, the only one. The page has no 404 and no 409. */
function causeOf(response: HttpResponse): Cause | undefined {
	switch (response.status) {
		case statusCodes.multiStatus:
			return 'highRiskUserRefused';
		case statusCodes.badRequest:
			return 'invalidUserRequest';
		case statusCodes.notFound:
			return isRsasOwn404(response) ? 'unexpectedStatus' : 'notTheApi';
		case statusCodes.conflict:
			return 'unexpectedStatus';
		default:
			return undefined;
	}
}

/** RSA's message for this user. Messages for other users are not shown. */
function failureIn(failures: readonly unknown[], email: string): string | undefined {
	const own = failures.find((failed) => {
		const named = jsonObject(failed)?.email ?? failed;
		return typeof named !== 'string' || isSameText(named, email);
	});
	return serverMessageOf(own);
}

function stateOf(
	action: HighRiskAction,
	email: string,
	list: LookUpResult<readonly HighRiskUser[]>,
	cause: Cause | undefined,
): ChangeState {
	switch (list.kind) {
		case 'failed':
			return { kind: 'unknown', reason: list.reason, failed: list };
		case 'absent':
			return { kind: 'unknown', reason: 'RSA knows no list of high-risk users' };
		case 'found': {
			const listed = list.value.find((user) => isSameText(user.email, email));
			const found = { email, highRiskUser: listed !== undefined };
			const state = { ...found, ...listed };
			return found.highRiskUser === (action === 'add')
				? { kind: 'done', state, found }
				: { kind: 'unchanged', explainsConflict: cause === 'highRiskUserRefused', found };
		}
	}
}
