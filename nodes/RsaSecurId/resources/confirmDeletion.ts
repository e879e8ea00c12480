import type { INodeProperties } from 'n8n-workflow';

import { UserFacingError } from '../../../rsa/values/userFacingError';
import { switchOf } from './fieldValue';
import type { GivenOptions } from './options';
import { enteredIn, type ItemParameters } from './parameters';

const confirmField = {
	displayName: 'Confirm Deletion',
	name: 'confirmDeletion',
	type: 'boolean',
	default: false,
} satisfies INodeProperties;

/** Hint for n8n's workflow builder, a language model. */
export const deletionBuilderHint =
	'Permanent: it cannot be undone. Put an approval step before it.';

/** The switch that must be on for a deletion. */
export function confirmDeletionField(description: string): INodeProperties {
	return { ...confirmField, description };
}

/**
 * Checks that an item confirms its deletion. A dry run deletes nothing, and needs no confirmation.
 *
 * @param what what would be deleted, such as "The device"
 * @param instead what else can be done, as the end of a sentence
 * @throws {UserFacingError} if the switch is off, or neither on nor off
 */
export function assertConfirmed(
	parameters: ItemParameters,
	{ dryRun = false }: GivenOptions,
	what: string,
	instead = '',
): void {
	if (isDeletionConfirmed(parameters) || dryRun) return;
	throw new UserFacingError(
		`${what} was not deleted, because the deletion is permanent and was not confirmed`,
		`Switch on 'Confirm Deletion'${instead}.`,
	);
}

/**
 * Whether the switch is on for an item.
 *
 * @throws {UserFacingError} if it is neither on nor off
 */
export function isDeletionConfirmed(parameters: ItemParameters): boolean {
	return switchOf(confirmField, enteredIn(parameters, confirmField));
}
