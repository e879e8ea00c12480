import { isEmailAddress, isUserId } from '../values/identifiers';
import type { JsonObject } from '../values/jsonObject';

/** The user whom an event is about; empty unless the event names exactly one. */
export interface NamedUser {
	/** RSA's ID. */
	readonly userId?: string;
	readonly email?: string;
}

/** Characters between the words of a message, and around them. */
const BETWEEN_WORDS = /[\s<>()[\]{}"“”,;:]+|(?<!\S)'|[.!?']+(?=[\s,;:]|$)/;
/** A word that is an email address and nothing else. */
const EMAIL_ADDRESS = /^[\w.%+'-]+@[\w-]+(?:\.[\w-]+)+$/;
const HAS_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
/** Text before the name of a user. IDs of policies and devices have the same form as those of users. */
const CALLS_A_USER = /\buser(?:[ _]?id)?[\s:='"([]{1,3}$/i;
/** Words with which a message may name an administrator instead of the user. */
const NAMES_AN_ACTOR = /\b(?:by|admin\w*|operators?|help ?desk)\b/i;

/**
 * The user of a user event: the one in RSA's `userId`, an ID or an email address, unless the message names another user.
 * Without a `userId`, the one whom the message calls a user, if it names no one else and no administrator.
 *
 * @param event RSA's JSON
 */
export function userOfUserEvent({ userId, eventDescription }: JsonObject): NamedUser {
	const message = typeof eventDescription === 'string' ? eventDescription : '';
	const names = namesIn(message);
	if (userId === undefined || userId === null || userId === '') {
		const isCertain = names.every(isCalledAUser(message)) && !NAMES_AN_ACTOR.test(message);
		return isCertain && onlyOne(names) !== undefined ? namedBy(names) : {};
	}
	if (typeof userId !== 'string') return {};
	const name = userId.trim();
	const others = isUserId(name)
		? names.filter(isUserId).filter(isCalledAUser(message))
		: names.filter((other) => other.includes('@'));
	return onlyOne([name, ...others]) === undefined ? {} : namedBy([name]);
}

/** Words of a message that contain an ID or an email address. */
function namesIn(message: string): readonly string[] {
	return message.split(BETWEEN_WORDS).filter((word) => HAS_ID.test(word) || word.includes('@'));
}

/** Whether a word is an ID or an email address, and the message calls it a user each time that it has the word. */
function isCalledAUser(message: string): (name: string) => boolean {
	return (name) =>
		(isUserId(name) || EMAIL_ADDRESS.test(name)) &&
		message
			.split(name)
			.slice(0, -1)
			.every((before) => CALLS_A_USER.test(before));
}

/**
 * The user of an administration event: its only target that is a user. The message is not searched: it names
 * administrators in the same way.
 *
 * @param event RSA's JSON
 */
export function userOfAdministrationEvent(event: JsonObject): NamedUser {
	const users = [
		[event.targetObject1Type, event.targetObject1Id, event.targetObject1Name],
		[event.targetObject2Type, event.targetObject2Id, event.targetObject2Name],
	].filter(([type]) => typeof type === 'string' && /^users?$/i.test(type.trim()));
	const [user = [], other = user] = users;
	const isOne = user.every((name, index) => name === other[index]);
	return isOne ? namedBy(user.filter((name) => typeof name === 'string')) : {};
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
