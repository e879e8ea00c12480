/**
 * Whether two texts differ in nothing but case. Both cases are compared: a Kelvin sign is a k in lower case only, and
 * a dotless i is an I in upper case only.
 */
export function isSameText(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase() && one.toUpperCase() === other.toUpperCase();
}

/** Whether two of RSA's user IDs name the same user: GUIDs compare without case (RFC 9562). */
export function isSameUser(oneId: string, otherId: string): boolean {
	return oneId.toLowerCase() === otherId.toLowerCase();
}
