/** What an action gives, or nothing where it throws. For actions whose error may quote a secret, or says no more. */
export function orUndefined<Value>(action: () => Value): Value | undefined {
	try {
		return action();
	} catch {
		return undefined;
	}
}
