/** The value of an action; undefined if it throws. For errors that may quote a secret, or add nothing. */
export function orUndefined<Value>(action: () => Value): Value | undefined {
	try {
		return action();
	} catch {
		return undefined;
	}
}
