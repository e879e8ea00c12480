import { offboardingScope } from '../errors/permissions';
import { UserFacingError } from '../values/userFacingError';

/** Values of the credential's field Scopes. A credential that was saved without this field counts as `custom`. */
export const scopeSets = { custom: 'custom', offboarding: 'offboarding' } as const;

/**
 * The scope that access tokens are requested with.
 *
 * @param set value of the credential's field Scopes
 * @param entered returns the text of its field Scope, which the form hides for the other sets
 * @throws {UserFacingError} if this version does not know the set
 */
export function scopeOf(set: unknown, entered: () => string): string {
	switch (set) {
		case undefined:
		case scopeSets.custom:
			return entered();
		case scopeSets.offboarding:
			return offboardingScope;
		default:
			throw new UserFacingError(
				"The credential's Scopes are not known to this version of the node",
				'Open the credential and choose them again.',
			);
	}
}
