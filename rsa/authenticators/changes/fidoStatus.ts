import type { Change, ChangeState } from '../../delivery/change';
import type { LookUpResult } from '../../delivery/lookUp';
import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import type { HttpResponse } from '../../http/response';
import { inDocumentedSpelling, isDocumented } from '../../values/documentedValues';
import { jsonObject } from '../../values/jsonObject';
import type { ListedAuthenticator } from '../authenticator';
import { authenticatorChange, notShown, type AuthenticatorChange } from '../authenticatorChange';
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
		confirm: (response) => confirmed(status, response),
		lookUp: async (client) =>
			stateOf(status, authenticatorId, await listAuthenticators(userId, client)),
	}));
}

function confirmed(status: Status, response: HttpResponse): ReturnType<Change['confirm']> {
	const json = response.status === 200 ? jsonObject(response.body) : undefined;
	if (json === undefined) return undefined;
	const state = inDocumentedSpelling(json);
	return state.status === status ? { state } : undefined;
}

function stateOf(
	requested: Status,
	authenticatorId: string,
	list: LookUpResult<readonly ListedAuthenticator[]>,
): ChangeState {
	switch (list.kind) {
		case 'failed':
			return notShown(list);
		case 'absent':
			return { kind: 'blocked', cause: 'userNotFound' };
		case 'found': {
			const found = withId(authenticatorId, list.value);
			if (found?.kind !== 'fido') return { kind: 'blocked', cause: 'authenticatorUnknown', found };
			if (!isDocumented('status', found.status)) {
				return { kind: 'unknown', reason: "RSA's list does not show its status", found };
			}
			return found.status === requested
				? { kind: 'done', state: found, found }
				: { kind: 'unchanged', found };
		}
	}
}
