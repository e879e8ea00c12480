/** The value of an action; undefined if it throws. Only for errors that say nothing new, or may quote a secret. */
export function orUndefined<Value>(action: () => Value): Value | undefined {
	try {
		return action();
	} catch {
		return undefined;
	}
}
