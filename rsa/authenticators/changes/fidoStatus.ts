import { stateOfAbsentTarget } from '../../delivery/absentTarget';
import type { Change, ChangeState, Occasion } from '../../delivery/change';
import type { LookUpResult } from '../../delivery/lookUp';
import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import type { HttpResponse } from '../../http/response';
import { statusCodes } from '../../http/statusCodes';
import { inDocumentedSpelling, isDocumented } from '../../values/documentedValues';
import { jsonObject, type JsonObject } from '../../values/jsonObject';
import { isSameText } from '../../values/sameText';
import type { ListedAuthenticator } from '../authenticator';
import {
	authenticatorChange,
	notShown,
	ofUnknownUser,
	type AuthenticatorChange,
} from '../authenticatorChange';
import { listAuthenticators } from '../listAuthenticators';
import { statusOutcomes, type Status } from '../status';
import { withId } from './deleteDevice';

const endpoints = {
	Enabled: 'enableFidoAuthenticator',
	Disabled: 'disableFidoAuthenticator',
} as const;

/** RSA's "Cloud Administration Enable FIDO Authenticator API", and the one that disables. */
export function setFidoStatus(status: Status, authenticatorId: string): AuthenticatorChange {
	const { done, ...outcomes } = statusOutcomes[status];
	const words = {
		what: `FIDO authenticator ${authenticatorId}`,
		done,
		permission: permissions.changeFidoAuthenticators,
	};
	return authenticatorChange(words, (userId) => ({
		...outcomes,
		expectedState: { status },
		isIdempotent: true,
		request: requestTo(endpoints[status], { path: { userId, authenticatorId } }),
		confirm: (response) => confirmed(status, { userId, authenticatorId }, response),
		lookUp: async (client, occasion) =>
			stateOf(status, authenticatorId, await listAuthenticators(userId, client), occasion),
	}));
}

/** A FIDO authenticator of a user, by RSA's IDs. */
interface FidoTarget {
	readonly userId: string;
	readonly authenticatorId: string;
}

function confirmed(
	status: Status,
	target: FidoTarget,
	response: HttpResponse,
): ReturnType<Change['confirm']> {
	const json = response.status === statusCodes.ok ? jsonObject(response.body) : undefined;
	if (json === undefined || !isAbout(target, json)) return undefined;
	const state = inDocumentedSpelling(json);
	return state.status === status ? { state } : undefined;
}

/** Whether a response names no other user or authenticator. In RSA's example, it names none. */
function isAbout({ userId, authenticatorId }: FidoTarget, json: JsonObject): boolean {
	const names = { id: authenticatorId, authenticatorId, userId };
	return Object.entries(names).every(([name, expected]) => {
		const named = json[name] ?? expected;
		return typeof named === 'string' && isSameText(named, expected);
	});
}

function stateOf(
	requested: Status,
	authenticatorId: string,
	list: LookUpResult<readonly ListedAuthenticator[]>,
	occasion: Occasion,
): ChangeState {
	switch (list.kind) {
		case 'failed':
			return notShown(list);
		case 'absent':
			return ofUnknownUser(occasion);
		case 'found': {
			const entries = withId(authenticatorId, list.value);
			return stateByEntries(
				requested,
				entries.filter(({ kind }) => kind === 'fido'),
				entries[0],
				occasion,
			);
		}
	}
}

/**
 * The state by the entries of a FIDO authenticator. If they contradict each other, it counts as not changed.
 *
 * @param entries of the FIDO authenticator, which RSA may list twice
 * @param other first entry of any kind that has its ID
 */
function stateByEntries(
	requested: Status,
	entries: readonly ListedAuthenticator[],
	other: ListedAuthenticator | undefined,
	occasion: Occasion,
): ChangeState {
	const [found] = entries;
	if (found === undefined) {
		const reason = "RSA's list does not show it";
		return { ...stateOfAbsentTarget('authenticatorUnknown', reason, occasion), found: other };
	}
	if (!entries.every(({ status }) => isDocumented('status', status))) {
		return { kind: 'unknown', reason: "RSA's list does not show its status", found };
	}
	const open = entries.find(({ status }) => status !== requested);
	if (open === undefined) return { kind: 'done', state: found, found };
	return occasion.cause === 'authenticatorUnknown'
		? { kind: 'blocked', cause: 'fidoNotChangeable', quotesServer: true, found: open, mayLag: true }
		: { kind: 'unchanged', found: open };
}
