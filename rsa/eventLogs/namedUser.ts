import { isEmailAddress, isUserId } from '../values/identifiers';
import type { JsonObject } from '../values/jsonObject';

/** The user whom an event is about, as far as it names exactly one. */
export interface NamedUser {
	/** RSA's ID. */
	readonly userId?: string;
	readonly email?: string;
}

const EMAIL_ADDRESSES = /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g;
/** IDs of policies and devices have the same form: only one that a message calls a user's is taken. */
const USER_IDS =
	/\buser(?:[ _]?id)?\b[\s:='"([]{0,3}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])/gi;

/**
 * The user of a user event: whom RSA's `userId` names, an ID or an address, and the message. Nobody, if they name two.
 *
 * @param event as RSA says it
 */
export function userOfUserEvent({ userId, eventDescription }: JsonObject): NamedUser {
	const named = typeof userId === 'string' ? [userId.trim()] : [];
	const message = typeof eventDescription === 'string' ? eventDescription : '';
	const idsInMessage = [...message.matchAll(USER_IDS)].map(([, id = '']) => id);
	return namedBy([...named, ...idsInMessage, ...(message.match(EMAIL_ADDRESSES) ?? [])]);
}

/**
 * The user of an administration event: the one target that is a user. The message is not read: it names administrators
 * in the same way.
 *
 * @param event as RSA says it
 */
export function userOfAdministrationEvent(event: JsonObject): NamedUser {
	const targets = [
		[event.targetObject1Type, event.targetObject1Id, event.targetObject1Name],
		[event.targetObject2Type, event.targetObject2Id, event.targetObject2Name],
	].filter(([type]) => typeof type === 'string' && /^users?$/i.test(type.trim()));
	return namedBy(targets.flat().filter((name) => typeof name === 'string'));
}

function namedBy(names: readonly string[]): NamedUser {
	const userId = onlyOne(names.filter(isUserId));
	const email = onlyOne(names.filter(isEmailAddress));
	return { ...(userId !== undefined && { userId }), ...(email !== undefined && { email }) };
}

function onlyOne(names: readonly string[]): string | undefined {
	const distinct = new Set(names.map((name) => name.toLowerCase()));
	return distinct.size === 1 ? names[0] : undefined;
}
