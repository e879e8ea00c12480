import type { ListedAuthenticator } from '../../../../../rsa/authenticators/authenticator';
import { listAuthenticators } from '../../../../../rsa/authenticators/listAuthenticators';
import type { LookUpResult } from '../../../../../rsa/delivery/lookUp';
import { LOOK_UPS } from '../../../../../rsa/delivery/repeatLookUp';
import type { Client } from '../../../../../rsa/throttle/client';
import { lookUpUser } from '../../../../../rsa/users/lookUpUser';
import { userDetails, type UserDetails } from '../../../../../rsa/users/userDetails';
import { isDocumented } from '../../../../../rsa/values/documentedValues';
import { isSameUser } from '../../../../../rsa/values/sameText';
import type { ReadStep } from '../../operation';
import type { Result } from '../../result';
import { partInWords, partKey, type Entry } from './part';
import { nameOf, planAuthenticator, type Planned } from './planAuthenticator';
import { planList } from './planList';
import { planCodes, planDisabling, type UserToOffboard } from './planUser';

/**
 * The step that lists the user's authenticators again: after the user is disabled and can register no more, or to verify
 * the offboarding. An authenticator that is new is a failure, and so is one that should be gone or disabled and is shown as
 * before. With Verify, the others are listed as left over, and one whose status is not shown is a failure.
 *
 * @param before RSA's list when the offboarding was planned
 */
export function lookAgain(of: UserToOffboard, before: readonly ListedAuthenticator[]): ReadStep {
	const keys = new Set(before.map((each) => partKey(nameOf(each))));
	const judge = of.requested.mode === 'verify' ? judgeToVerify : judgeWithoutVerify;
	return untilNothingIsStillThere(async (client) => {
		const list = await listAuthenticators(of.userId, client);
		if (list.kind !== 'found') return planList(of, list);
		return list.value.map((each) => judge(each, of, keys));
	});
}

/**
 * The step that looks the user up again, to verify the offboarding: a synchronization may have enabled them, and there may
 * be a new code. What may stay with the user is in the plan already.
 */
export function lookAtUserAgain(of: UserToOffboard): ReadStep {
	const { requested, userId, users } = of;
	return untilNothingIsStillThere(async (client) => {
		const details = await userDetails(requested.reference, users, client, lookUpUser);
		const again = { ...of, details: ofSameUser(details, userId) };
		const planned = [planDisabling(again), ...planCodes(again)];
		return planned.map((each) => {
			if (each?.to === 'change') return { to: 'failed', entry: stillThere(each.part.name) };
			return each?.to === 'failed' ? each : undefined;
		});
	});
}

function ofSameUser(details: LookUpResult<UserDetails>, userId: string): LookUpResult<UserDetails> {
	const isOther = details.kind === 'found' && !isSameUser(details.value.user.id, userId);
	return isOther ? { kind: 'absent' } : details;
}

/** A step that repeats a look-up as long as it shows something that should be gone: RSA's look-ups may lag behind. */
function untilNothingIsStillThere(
	look: (client: Client) => Promise<ReadonlyArray<Planned | undefined>>,
): ReadStep {
	return {
		kind: 'read',
		async read({ client }) {
			for (let repeat = 0; ; repeat += 1) {
				const seen = await look(client);
				const isSettled = !seen.some(isStillThere) || repeat + 1 >= LOOK_UPS;
				if (isSettled || !(await client.waitBeforeLookUp(repeat))) return seen.flatMap(resultOf);
			}
		},
	};
}

type Judge = (
	authenticator: ListedAuthenticator,
	of: UserToOffboard,
	keys: ReadonlySet<string>,
) => Planned | undefined;

const judgeToVerify: Judge = (authenticator, of, keys) => {
	const name = nameOf(authenticator);
	if (!keys.has(partKey(name))) return { to: 'failed', entry: registeredMeanwhile(name) };
	const planned = planAuthenticator(authenticator, of.userId, of.requested);
	switch (planned.to) {
		case 'change':
			return { to: 'failed', entry: stillThere(planned.part.name) };
		case 'already':
			return { to: 'leftOver', entry: { ...name, reason: 'disabled' } };
		case 'leftOver':
		case 'failed':
			return planned;
	}
};

/**
 * Without Verify: only new authenticators, and those that the list shows as before, whatever RSA has confirmed. Which
 * properties the list has of them is not known: one whose status it does not show was confirmed or looked up when it was
 * changed.
 */
const judgeWithoutVerify: Judge = (authenticator, ...listed) => {
	const judged = judgeToVerify(authenticator, ...listed);
	if (judged?.to !== 'failed') return undefined;
	const isNew = judged.entry.cause === 'registeredMeanwhile';
	return isNew || isStatusShown(authenticator) ? judged : undefined;
};

/** Whether the list shows if an authenticator may be used. Others than these two may be used as long as they are listed. */
function isStatusShown({ kind, status, tokenStatus }: ListedAuthenticator): boolean {
	if (kind === 'fido') return isDocumented('status', status);
	return kind !== 'ds100' || isDocumented('tokenStatus', tokenStatus);
}

function registeredMeanwhile(name: Entry): Entry {
	return {
		...name,
		cause: 'registeredMeanwhile',
		error: `The ${partInWords(name)} was registered while the user was being offboarded`,
		message: 'Run this item again to remove it too.',
	};
}

const NOT_VERIFIED = 'notVerified';

function stillThere(name: Entry): Entry {
	return {
		...name,
		cause: NOT_VERIFIED,
		error: `RSA still shows the ${partInWords(name)} as before`,
		message: "Run this item again, or look the user up in RSA's Cloud Administration Console.",
	};
}

function isStillThere(planned: Planned | undefined): boolean {
	return planned?.to === 'failed' && planned.entry.cause === NOT_VERIFIED;
}

/** An entry as the result of a step, from which `entryIn` takes it again. */
function resultOf(planned: Planned | undefined): readonly Result[] {
	if (planned === undefined || planned.to === 'change') return [];
	const { entry } = planned;
	if (planned.to !== 'failed') return [{ kind: 'done', json: { ...entry } }];
	const { error, message: nextStep } = entry;
	const details = { ...entry };
	return [
		{ kind: 'failed', error: { message: String(error), nextStep: String(nextStep), details } },
	];
}
