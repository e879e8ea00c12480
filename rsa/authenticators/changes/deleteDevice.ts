import type { ChangeState, Occasion } from '../../delivery/change';
import type { LookUpResult } from '../../delivery/lookUp';
import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import { isSameText } from '../../values/sameText';
import type { AuthenticatorKind, ListedAuthenticator } from '../authenticator';
import {
	authenticatorChange,
	notShown,
	ofUnknownUser,
	type AuthenticatorChange,
} from '../authenticatorChange';
import { listAuthenticators } from '../listAuthenticators';

const registeredDevices: readonly AuthenticatorKind[] = ['mobile', 'browser'];

/**
 * RSA's "Cloud Administration Delete User Device API": deletes permanently. Its 200 says only that user and device were
 * found, so the list of the user's authenticators shows whether the device is gone. The list is read before the change
 * too, because RSA's page does not say what happens to an authenticator of another kind.
 */
export function deleteDevice(authenticatorId: string): AuthenticatorChange {
	const words = {
		what: `Registered device ${authenticatorId}`,
		done: 'deleted',
		permission: permissions.deleteDevices,
	};
	return authenticatorChange(words, (userId) => ({
		outcome: 'authenticatorDeleted',
		noopOutcome: 'authenticatorAlreadyDeleted',
		dryRunOutcome: 'wouldDeleteAuthenticator',
		expectedState: undefined,
		readFirst: true,
		request: requestTo('deleteRegisteredDevice', { path: { userId, deviceId: authenticatorId } }),
		confirm: () => undefined,
		lookUp: async (client, occasion) =>
			stateOf(authenticatorId, await listAuthenticators(userId, client), occasion),
	}));
}

function stateOf(
	authenticatorId: string,
	list: LookUpResult<readonly ListedAuthenticator[]>,
	occasion: Occasion,
): ChangeState {
	const { stage, cause } = occasion;
	switch (list.kind) {
		case 'failed':
			return notShown(list);
		case 'absent':
			return ofUnknownUser(occasion);
		case 'found': {
			const entries = withId(authenticatorId, list.value);
			const [first] = entries;
			if (first === undefined) return { kind: 'done', state: { id: authenticatorId } };
			const found = entries.find(({ kind }) => registeredDevices.includes(kind));
			if (found === undefined) return ofOtherKind(first, stage);
			return cause === 'authenticatorUnknown'
				? { kind: 'blocked', cause: 'deviceNotDeletable', quotesServer: true, found, mayLag: true }
				: { kind: 'unchanged', found };
		}
	}
}

/** The state if the list has only an authenticator of another kind with the ID. After the change, it may be the device. */
function ofOtherKind(found: ListedAuthenticator, stage: Occasion['stage']): ChangeState {
	return stage === 'before'
		? { kind: 'blocked', cause: 'notRegisteredDevice', found }
		: {
				kind: 'unknown',
				reason: "RSA's list has its ID for an authenticator of another kind",
				found,
			};
}

/**
 * The entries of a list with an ID. Compared without case and white space around it, because an entry that is not found
 * counts as deleted.
 */
export function withId(
	authenticatorId: string,
	authenticators: readonly ListedAuthenticator[],
): readonly ListedAuthenticator[] {
	return authenticators.filter(
		({ id }) => typeof id === 'string' && isSameText(id.trim(), authenticatorId),
	);
}
