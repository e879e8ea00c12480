import type { ListedAuthenticator } from '../../../../../rsa/authenticators/authenticator';
import type { ReadStep } from '../../operation';
import { lookAgain, lookAtUserAgain } from './lookAgain';
import type { Part, Sorted } from './part';
import type { Planned } from './planAuthenticator';
import { planList, type AuthenticatorList } from './planList';
import { planCodes, planDisabling, planMark, type UserToOffboard } from './planUser';

/** The stages of an offboarding, and the entries that are known before them. */
export interface Plan {
	readonly known: readonly Sorted[];
	readonly stages: readonly PlannedStage[];
}

/** Parts that are changed concurrently, or look-ups of what the user still has. */
export type PlannedStage =
	| {
			readonly kind: 'parts';
			readonly parts: readonly Part[];
			/** Whether the stage is left out if an earlier part failed. */
			readonly onlyIfAllDone?: true;
	  }
	| { readonly kind: 'lookAgain'; readonly steps: readonly ReadStep[] };

/**
 * Plans an offboarding by what RSA shows of the user: disable the user (before), change the rest, disable the user (after),
 * look again, mark the user as deleted. A list that could not be fetched counts as a failed part.
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

/** Not without Verify if the user is not disabled: they could register a new authenticator at any time. */
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

/** Each part once, even if RSA's list shows it twice. */
function each(parts: readonly Part[]): readonly Part[] {
	const byKey = new Map(parts.map((part) => [JSON.stringify(part.step.key), part]));
	return [...byKey.values()];
}
