import type { ListedAuthenticator } from '../../../../../rsa/authenticators/authenticator';
import type { ReadStep } from '../../operation';
import { lookAgain, lookAtUserAgain } from './lookAgain';
import type { Part, Sorted } from './part';
import type { Planned } from './planAuthenticator';
import { planList, type AuthenticatorList } from './planList';
import { planCodes, planDisabling, planMark, type UserToOffboard } from './planUser';

/** All that an offboarding does, in its order, and what is known before it. */
export interface Plan {
	readonly known: readonly Sorted[];
	readonly stages: readonly PlannedStage[];
}

/** Parts that are made side by side, or a look at what the user has by then. */
export type PlannedStage =
	| {
			readonly kind: 'parts';
			readonly parts: readonly Part[];
			/** Whether it is left out if anything failed before it. */
			readonly onlyIfAllDone?: true;
	  }
	| { readonly kind: 'lookAgain'; readonly steps: readonly ReadStep[] };

/**
 * Plans an offboarding by what RSA shows of the user: disable (before), the rest, disable (after), mark as deleted.
 * What cannot be listed counts as failed.
 */
export function planOf(of: UserToOffboard, list: AuthenticatorList): Plan {
	const { disableUser } = of.requested;
	const disabling = planDisabling(of);
	const rest = [...planList(of, list), ...planCodes(of)];
	const mark = planMark(of);
	return {
		known: [disabling, ...rest, mark].flatMap((planned) =>
			planned === undefined || planned.to === 'change' ? [] : [planned],
		),
		stages: [
			{ kind: 'parts', parts: disableUser === 'before' ? partsOf(disabling) : [] },
			{ kind: 'parts', parts: each(partsOf(...rest)) },
			{ kind: 'parts', parts: disableUser === 'after' ? partsOf(disabling) : [] },
			...(list.kind === 'found' ? lookAgainStage(of, list.value) : []),
			{ kind: 'parts', parts: partsOf(mark), onlyIfAllDone: true },
		],
	};
}

/** A user who was not disabled may register something at any time: then only Verify looks. */
function lookAgainStage(
	of: UserToOffboard,
	before: readonly ListedAuthenticator[],
): readonly PlannedStage[] {
	const { mode, disableUser } = of.requested;
	const again = lookAgain(of, before);
	if (mode === 'verify') return [{ kind: 'lookAgain', steps: [again, lookAtUserAgain(of)] }];
	const isUseful = mode === 'plain' && disableUser !== 'no';
	return isUseful ? [{ kind: 'lookAgain', steps: [again] }] : [];
}

function partsOf(...planned: ReadonlyArray<Planned | undefined>): readonly Part[] {
	return planned.flatMap((each) => (each?.to === 'change' ? [each.part] : []));
}

/** Each thing once, though RSA's list shows it twice. */
function each(parts: readonly Part[]): readonly Part[] {
	const byKey = new Map(parts.map((part) => [JSON.stringify(part.step.key), part]));
	return [...byKey.values()];
}
