import { inWords as authenticatorInWords } from '../../../../rsa/hardwareTokens/listedEntry';
import type { TokenList } from '../../../../rsa/hardwareTokens/listHardwareTokens';
import { inWords, type UserReference } from '../../../../rsa/users/user';
import { visible } from '../../../../rsa/values/oddCharacter';
import type { ItemContext } from '../operation';
import type { Result } from '../result';

/** Adds a hint that names the authenticators of other kinds among a user's hardware tokens. */
export function hintAtPassedOver(
	{ passedOver }: TokenList,
	reference: UserReference,
	{ hints }: ItemContext,
): void {
	for (const authenticator of passedOver) {
		hints.add(
			'Skipped, because it is not a SID700 hardware token',
			`${visible(authenticatorInWords(authenticator))} of the user with ${inWords(reference)}`,
		);
	}
}

/** Adds them to the item of a change of all hardware tokens, which would seem to be for all authenticators otherwise. */
export function withPassedOver(result: Result, passedOver: TokenList['passedOver']): Result {
	if (passedOver.length === 0) return result;
	const named = { passedOver: passedOver.map((authenticator) => ({ ...authenticator })) };
	if (result.kind === 'done') return { ...result, json: { ...result.json, ...named } };
	const { error } = result;
	return { ...result, error: { ...error, details: { ...error.details, ...named } } };
}
