/**
 * Whether two texts are equal but for their case. Both forms have to be: in lower case alone, a Kelvin sign would be
 * a k, and a dotless i would be another letter in upper case alone.
 */
export function isSameText(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase() && one.toUpperCase() === other.toUpperCase();
}

/** Whether two of RSA's user IDs name the same user: GUIDs compare without case (RFC 9562). */
export function isSameUser(oneId: string, otherId: string): boolean {
	return oneId.toLowerCase() === otherId.toLowerCase();
}
