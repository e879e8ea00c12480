import type { ListedAuthenticator } from '../../../../../rsa/authenticators/authenticator';
import { listAuthenticators } from '../../../../../rsa/authenticators/listAuthenticators';
import { REPEATS } from '../../../../../rsa/delivery/repeatLookUp';
import type { ReadStep } from '../../operation';
import type { Result } from '../../result';
import { partInWords, partKey, type Entry } from './part';
import { nameOf, planAuthenticator, type Planned } from './planAuthenticator';
import { planList } from './planList';
import type { UserToOffboard } from './planUser';

/**
 * Lists once more what the user has: when they can register nothing any more, or to verify the offboarding. What was
 * not there before is a failure. To verify, so is what should be gone, and what may stay comes out as left over.
 *
 * @param before what RSA listed when the offboarding was planned
 */
export function lookAgain(of: UserToOffboard, before: readonly ListedAuthenticator[]): ReadStep {
	const keys = new Set(before.map((each) => partKey(nameOf(each))));
	const isToVerify = of.requested.mode === 'verify';
	const judge = isToVerify ? judgeToVerify : judgeNewOnly;
	// RSA's list may lag behind the changes.
	const repeats = isToVerify ? REPEATS : 0;
	return {
		kind: 'read',
		async read({ client }) {
			for (let repeat = 0; ; repeat += 1) {
				const list = await listAuthenticators(of.userId, client);
				if (list.kind !== 'found') return planList(of, list).flatMap(resultOf);
				const seen = list.value.flatMap((each) => resultOf(judge(each, of, keys)));
				const isSettled = seen.every(({ kind }) => kind === 'done') || repeat >= repeats;
				if (isSettled || !(await client.waitBeforeLookUp(repeat))) return seen;
			}
		},
	};
}

type Judge = (
	authenticator: ListedAuthenticator,
	of: UserToOffboard,
	keys: ReadonlySet<string>,
) => Planned | undefined;

/** Judges what could not be planned. What was planned has been looked up by itself where that was necessary. */
const judgeNewOnly: Judge = (authenticator, _of, keys) => {
	const name = nameOf(authenticator);
	if (keys.has(partKey(name))) return undefined;
	const entry = {
		...name,
		cause: 'registeredMeanwhile',
		error: `The ${partInWords(name)} was registered while the user was offboarded`,
		message: 'Run this item again to remove it too.',
	};
	return { to: 'failed', entry };
};

const judgeToVerify: Judge = (authenticator, of, keys) => {
	const judged = judgeNewOnly(authenticator, of, keys);
	if (judged !== undefined) return judged;
	const planned = planAuthenticator(authenticator, of.userId, of.requested);
	switch (planned.to) {
		case 'change':
			return { to: 'failed', entry: stillThere(planned.part.name) };
		case 'already':
			return { to: 'leftOver', entry: { ...nameOf(authenticator), reason: 'disabled' } };
		case 'leftOver':
			return planned;
		// The plan has it already.
		case 'failed':
			return undefined;
	}
};

function stillThere(name: Entry): Entry {
	return {
		...name,
		cause: 'notVerified',
		error: `RSA still lists the ${partInWords(name)} as before`,
		message: 'Run this item again, or look the user up in the Cloud Administration Console.',
	};
}

/** An entry as a step gives it: it is read back from there by `entryIn`. */
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
