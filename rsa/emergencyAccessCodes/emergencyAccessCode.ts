import type { State } from '../delivery/change';
import type { User } from '../users/user';
import { isIdentifier } from '../values/identifiers';
import { isSameText } from '../values/sameText';

/** What RSA's look-up of a user shows of their emergency access codes. */
export type EmergencyAccessCode =
	/** There is one that can be disabled, by RSA's ID of it. */
	| { readonly kind: 'code'; readonly emergencyTokencodeId: string }
	| { readonly kind: 'none' }
	/** RSA's response does not say. */
	| { readonly kind: 'unclear' };

/** Properties of a user about the codes. None of them is a code itself. */
const shownProperties: readonly string[] = [
	'id',
	'emergencyAccessStatus',
	'emergencyTokencodeId',
	'emergencyTokencodeExpiration',
	'emergencyTokencodeLastUse',
	'offlineEmergencyAccessStatus',
	'offlineEmergencyTokencodeExpiration',
];

/** Value of `emergencyAccessStatus` and `offlineEmergencyAccessStatus`, as recorded by public clients. */
const DISABLED = 'Disabled';

/** The code that a user has, if any. `unclear` if the look-up has neither a status nor an ID. */
export function emergencyAccessCodeOf({
	emergencyAccessStatus: status,
	emergencyTokencodeId: id,
}: User): EmergencyAccessCode {
	const saysNone = status === undefined && (id === null || id === '');
	if (isDisabled(status) || saysNone) return { kind: 'none' };
	return isIdentifier(id) ? { kind: 'code', emergencyTokencodeId: id } : { kind: 'unclear' };
}

/**
 * The state of a user's codes in an item. An offline code works until it expires, whatever is disabled (RSA's page).
 *
 * @param now an offline code that has expired by then is left out
 */
export function codeStateOf(user: User, now: Date): State {
	const shown = Object.fromEntries(
		Object.entries(user).filter(([name]) => shownProperties.includes(name)),
	);
	const validUntil = offlineCodeValidUntil(user, now);
	return { ...shown, ...(validUntil !== undefined && { offlineCodeValidUntil: validUntil }) };
}

/**
 * The time until which an offline code works: null if RSA does not say, undefined if there is none that works. A time that
 * cannot be parsed counts as not over.
 */
function offlineCodeValidUntil(
	{ offlineEmergencyAccessStatus: status, offlineEmergencyTokencodeExpiration: expiration }: User,
	now: Date,
): string | null | undefined {
	if (isDisabled(status)) return undefined;
	if (!isNothing(expiration)) {
		if (typeof expiration !== 'string') return null;
		return isOver(expiration, now) ? undefined : expiration;
	}
	return isNothing(status) ? undefined : null;
}

const DAY_AND_TIME = /^(\d{4}-\d\d-\d\d)(T[\d:.]+)?(Z|[+-]\d\d:?\d\d)?$/i;

/** A time without a zone, and the end of a day, count in the last zone of the earth (UTC-12). */
function isOver(expiration: string, now: Date): boolean {
	const [, day, time = 'T23:59:59', zone = '-12:00'] = DAY_AND_TIME.exec(expiration) ?? [];
	return day !== undefined && Date.parse(`${day}${time}${zone}`) <= now.getTime();
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

function isDisabled(status: unknown): boolean {
	return typeof status === 'string' && isSameText(status, DISABLED);
}
