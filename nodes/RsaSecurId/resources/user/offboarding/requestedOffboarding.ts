import type { INodeProperties } from 'n8n-workflow';

import type { UserReference } from '../../../../../rsa/users/user';
import { UserFacingError } from '../../../../../rsa/values/userFacingError';
import { modeOf, type Mode } from '../../appliedChange';
import { confirmDeletionField, isDeletionConfirmed } from '../../confirmDeletion';
import { choiceOf, switchOf } from '../../fieldValue';
import type { GivenOptions } from '../../options';
import { enteredIn, type ItemParameters } from '../../parameters';
import { readUserReference } from '../../userLocator';

/** An offboarding that an item requests. */
export interface RequestedOffboarding {
	readonly reference: UserReference;
	readonly mode: Mode;
	readonly disableUser: 'before' | 'after' | 'no';
	/** Which parts are removed or disabled. */
	readonly parts: Readonly<Record<keyof typeof switches, boolean>>;
}

const disableUserField = {
	displayName: 'Disable User',
	name: 'disableUser',
	type: 'options' as const,
	options: [
		{
			name: 'Before the Rest',
			value: 'before' as const,
			description: 'Recommended: the user can no longer sign in while the rest is removed',
		},
		{
			name: 'After the Rest',
			value: 'after' as const,
			description: 'For tenants that do not allow changes to the authenticators of disabled users',
		},
		{ name: 'No', value: 'no' as const, description: 'The user is not disabled' },
	],
	default: 'before',
	description: 'Whether and when to disable the user',
};

const switches = {
	hardwareTokens: {
		displayName: 'Hardware Tokens',
		name: 'hardwareTokens',
		type: 'boolean',
		default: true,
		description: 'Whether to clear the PINs of all hardware tokens of the user and unassign them',
	},
	fidoAndDs100: {
		displayName: 'FIDO and DS100',
		name: 'fidoAndDs100',
		type: 'boolean',
		default: true,
		description: 'Whether to disable all FIDO authenticators and DS100s of the user',
	},
	emergencyAccessCodes: {
		displayName: 'Emergency Access Codes',
		name: 'emergencyAccessCodes',
		type: 'boolean',
		default: true,
		description:
			'Whether to disable all emergency access codes of the user. An offline code keeps working until it expires; the item says when.',
	},
	registeredDevices: {
		displayName: 'Registered Devices',
		name: 'registeredDevices',
		type: 'boolean',
		default: false,
		description:
			"Whether to permanently delete all registered devices of the user, such as phones and browsers. Needs 'Confirm Deletion'.",
	},
	markDeleted: {
		displayName: 'Mark Deleted',
		name: 'markDeleted',
		type: 'boolean',
		default: false,
		description:
			'Whether to mark the user as deleted if nothing else has failed. RSA removes the user after seven days. Until then, the user can be restored.',
	},
} as const satisfies Readonly<Record<string, INodeProperties>>;

/** The fields of the form for what is removed, and when the user is disabled. */
export const offboardingFields: INodeProperties[] = [
	disableUserField,
	switches.hardwareTokens,
	switches.fidoAndDs100,
	switches.emergencyAccessCodes,
	switches.registeredDevices,
	confirmDeletionField(
		"Whether to confirm that the registered devices are deleted permanently. Needed only with 'Registered Devices', and not for a dry run.",
	),
	switches.markDeleted,
];

/**
 * The offboarding that an item requests.
 *
 * @throws {UserFacingError} if the item names no user, requests nothing, or a deletion that it does not confirm, or if a
 * switch is neither on nor off
 */
export function readRequestedOffboarding(
	parameters: ItemParameters,
	options: GivenOptions,
): RequestedOffboarding {
	const reference = readUserReference(parameters);
	const mode = modeOf(options);
	const disableUser = choiceOf(disableUserField, enteredIn(parameters, disableUserField));
	const isOn = (name: keyof typeof switches) =>
		switchOf(switches[name], enteredIn(parameters, switches[name]));
	const parts = {
		hardwareTokens: isOn('hardwareTokens'),
		fidoAndDs100: isOn('fidoAndDs100'),
		emergencyAccessCodes: isOn('emergencyAccessCodes'),
		registeredDevices: isOn('registeredDevices'),
		markDeleted: isOn('markDeleted'),
	};
	const isConfirmed = isDeletionConfirmed(parameters);
	if (disableUser === 'no' && !Object.values(parts).includes(true)) throw nothingRequested();
	if (parts.registeredDevices && mode !== 'dryRun' && !isConfirmed) {
		throw new UserFacingError(
			'The user was not offboarded, because the deletion of their registered devices is permanent and was not confirmed',
			"Switch on 'Confirm Deletion', or switch off 'Registered Devices'.",
		);
	}
	return { reference, mode, disableUser, parts };
}

function nothingRequested(): UserFacingError {
	return new UserFacingError(
		'Nothing to offboard is switched on',
		"Switch on what to remove, or choose in 'Disable User' when to disable the user.",
	);
}
