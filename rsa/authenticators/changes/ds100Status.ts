import { stateOfAbsentTarget } from '../../delivery/absentTarget';
import type { Change, ChangeState, Occasion } from '../../delivery/change';
import type { LookUpResult } from '../../delivery/lookUp';
import { permissions } from '../../errors/permissions';
import { isOwner } from '../../hardwareTokens/hardwareToken';
import { requestTo } from '../../http/endpoints';
import type { HttpResponse } from '../../http/response';
import { statusCodes } from '../../http/statusCodes';
import { isDocumented } from '../../values/documentedValues';
import { isUserId } from '../../values/identifiers';
import { authenticatorChange, notShown, type AuthenticatorChange } from '../authenticatorChange';
import { lookUpDs100, parseCredentials, type Ds100Credentials } from '../lookUpDs100';
import { statusOutcomes, type Status } from '../status';

const endpoints = { Enabled: 'enableDs100', Disabled: 'disableDs100' } as const;

/**
 * RSA's "Cloud Administration Enable SecurID DS100 OTP Credential API", and the one that disables. Its table of codes has
 * none for the DS100 of another user, so the DS100 is looked up first. The FIDO half of a DS100 is a separate
 * authenticator.
 */
export function setDs100Status(status: Status, deviceSerialNumber: string): AuthenticatorChange {
	const { done, ...outcomes } = statusOutcomes[status];
	const words = {
		what: `DS100 ${deviceSerialNumber}`,
		done,
		permission: permissions.changeDs100s,
	};
	return authenticatorChange(words, (userId) => ({
		...outcomes,
		expectedState: { tokenStatus: status },
		isIdempotent: true,
		readFirst: true,
		request: requestTo(endpoints[status], { body: { deviceSerialNumber, userId } }),
		confirm: (response) => confirmed(status, { userId, deviceSerialNumber }, response),
		lookUp: async (client, occasion) =>
			stateOf(status, userId, await lookUpDs100(deviceSerialNumber, client), occasion),
	}));
}

/** A DS100 of a user, by the serial number on its back. */
interface Ds100Target {
	readonly userId: string;
	readonly deviceSerialNumber: string;
}

function confirmed(
	requested: Status,
	{ userId, deviceSerialNumber }: Ds100Target,
	{ status, body }: HttpResponse,
): ReturnType<Change['confirm']> {
	const credentials =
		status === statusCodes.ok ? parseCredentials(body, deviceSerialNumber) : undefined;
	const isDone = credentials?.every(
		({ userId: owner, tokenStatus }) => isOwner(owner, userId) && tokenStatus === requested,
	);
	return credentials && isDone === true ? { state: credentials[0] } : undefined;
}

function stateOf(
	requested: Status,
	userId: string,
	result: LookUpResult<Ds100Credentials>,
	occasion: Occasion,
): ChangeState {
	switch (result.kind) {
		case 'failed':
			return notShown(result);
		case 'absent':
			return stateOfAbsentTarget('authenticatorUnknown', 'RSA knows no such DS100', occasion);
		case 'found': {
			const [found] = result.value;
			if (!result.value.every(({ userId: owner }) => isUserId(owner))) {
				return {
					kind: 'unknown',
					reason: "RSA's response does not show to whom it is assigned",
					found,
				};
			}
			if (!result.value.every(({ userId: owner }) => isOwner(owner, userId))) {
				return { kind: 'blocked', cause: 'assignedToSomebodyElse' };
			}
			if (!result.value.every(({ tokenStatus }) => isDocumented('tokenStatus', tokenStatus))) {
				return { kind: 'unknown', reason: "RSA's response does not show its status", found };
			}
			if (result.value.every(({ tokenStatus }) => tokenStatus === requested)) {
				return { kind: 'done', state: found, found };
			}
			// RSA's 404 is for the user or the DS100, and RSA knows the DS100.
			return occasion.cause === 'authenticatorUnknown'
				? { kind: 'blocked', cause: 'userNotFound', found, mayLag: true }
				: { kind: 'unchanged', found };
		}
	}
}
