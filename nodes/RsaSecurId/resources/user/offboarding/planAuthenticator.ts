import type {
	AuthenticatorKind,
	ListedAuthenticator,
} from '../../../../../rsa/authenticators/authenticator';
import { deleteDevice } from '../../../../../rsa/authenticators/changes/deleteDevice';
import { setDs100Status } from '../../../../../rsa/authenticators/changes/ds100Status';
import { setFidoStatus } from '../../../../../rsa/authenticators/changes/fidoStatus';
import { statusOutcomes } from '../../../../../rsa/authenticators/status';
import { unassign } from '../../../../../rsa/hardwareTokens/changes/unassign';
import { isIdentifier, isSerialNumber } from '../../../../../rsa/values/identifiers';
import { authenticatorStep } from '../../authenticator/changeAuthenticator';
import { changeStep } from '../../hardwareToken/requestedChange';
import type { LeftOverReason, Part, PartName, Sorted } from './part';
import type { RequestedOffboarding } from './requestedOffboarding';

/** What an offboarding does with a part: change it, or list it as it is. */
export type Planned =
	| { readonly to: 'change'; readonly part: Part }
	| (Sorted & { readonly to: 'already' | 'failed' | 'leftOver' });

/** An authenticator in RSA's list, and its user. */
interface Listed {
	readonly authenticator: ListedAuthenticator;
	readonly name: PartName;
	readonly userId: string;
	readonly requested: RequestedOffboarding;
}

const planByKind: Readonly<Record<AuthenticatorKind, (listed: Listed) => Planned>> = {
	hardwareToken({ authenticator: { tokenSerialNumber }, name, userId, requested }) {
		if (!requested.parts.hardwareTokens) return leftOver(name, 'notRequested');
		if (!isSerialNumber(tokenSerialNumber)) return unclear(name);
		const { reference, mode } = requested;
		const unassignment = { change: unassign, clearPinFirst: true, reference, mode, details: [] };
		const step = changeStep(unassignment, { userId, tokenSerialNumber });
		return { to: 'change', part: { name, step } };
	},

	fido({ authenticator: { id, status }, name, userId, requested }) {
		if (!requested.parts.fidoAndDs100) return leftOver(name, 'notRequested');
		if (status === 'Disabled') return alreadyDisabled(name);
		if (!isIdentifier(id)) return unclear(name);
		const change = setFidoStatus('Disabled', id);
		return stepFor(name, { authenticatorId: id }, change, userId, requested);
	},

	ds100({ authenticator: { deviceSerialNumber, tokenStatus }, name, userId, requested }) {
		if (!requested.parts.fidoAndDs100) return leftOver(name, 'notRequested');
		if (tokenStatus === 'Disabled') return alreadyDisabled(name);
		if (!isSerialNumber(deviceSerialNumber)) return unclear(name);
		const change = setDs100Status('Disabled', deviceSerialNumber);
		return stepFor(name, { deviceSerialNumber }, change, userId, requested);
	},

	mobile: deletion,
	browser: deletion,
	other: ({ name }) => unclear(name),
};

/** What an offboarding does with an authenticator in RSA's list. */
export function planAuthenticator(
	authenticator: ListedAuthenticator,
	userId: string,
	requested: RequestedOffboarding,
): Planned {
	const name = nameOf(authenticator);
	return planByKind[authenticator.kind]({ authenticator, name, userId, requested });
}

/** An authenticator in RSA's list, by the property names of an item. */
export function nameOf({ kind, ...shown }: ListedAuthenticator): PartName {
	const { id, name, tokenSerialNumber, deviceSerialNumber, deviceType } = shown;
	const names = {
		...(kind === 'hardwareToken' || kind === 'other' ? { tokenSerialNumber } : {}),
		...(kind === 'ds100' ? { deviceSerialNumber } : {}),
		...(kind === 'hardwareToken' || kind === 'ds100' ? {} : { authenticatorId: id }),
		...(kind === 'other' ? { deviceType } : {}),
		name,
	};
	const texts = Object.entries(names).filter(([, text]) => typeof text === 'string' && text !== '');
	return { kind, ...Object.fromEntries(texts) };
}

function deletion({ authenticator: { id }, name, userId, requested }: Listed): Planned {
	if (!requested.parts.registeredDevices) return leftOver(name, 'notRequested');
	if (!isIdentifier(id)) return unclear(name);
	return stepFor(name, { authenticatorId: id }, deleteDevice(id), userId, requested);
}

function stepFor(
	name: PartName,
	named: Readonly<Record<string, string>>,
	change: Parameters<typeof authenticatorStep>[0]['change'],
	userId: string,
	{ reference, mode }: RequestedOffboarding,
): Planned {
	const step = authenticatorStep({ reference, named, change }, userId, mode);
	return { to: 'change', part: { name, step } };
}

function alreadyDisabled(name: PartName): Planned {
	const { noopOutcome } = statusOutcomes.Disabled;
	return { to: 'already', entry: { ...name, outcome: noopOutcome } };
}

/** A part that stays with the user. */
export function leftOver(name: PartName, reason: LeftOverReason): Planned {
	return { to: 'leftOver', entry: { ...name, reason } };
}

/** A failed part: an authenticator that cannot be identified is never skipped, since the user may sign in with it. */
function unclear(name: PartName): Planned {
	const entry = {
		...name,
		cause: 'unclear',
		error: 'RSA lists an authenticator that this version of the node cannot remove',
		message:
			"Look at the user's authenticators in RSA's Cloud Administration Console, and remove it there.",
	};
	return { to: 'failed', entry };
}
