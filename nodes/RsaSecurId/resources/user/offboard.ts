import { listAuthenticators } from '../../../../rsa/authenticators/listAuthenticators';
import { permissions } from '../../../../rsa/errors/permissions';
import type { LookUpResult } from '../../../../rsa/delivery/lookUp';
import { lookUpUser } from '../../../../rsa/users/lookUpUser';
import { inWords, namedBy, userKey, type UserReference } from '../../../../rsa/users/user';
import { userDetails, type UserDetails } from '../../../../rsa/users/userDetails';
import { factsOf } from '../appliedChange';
import { failureResult, notStartedResult } from '../failureResult';
import type { ItemContext, Operation, Resolution, Stage, Task } from '../operation';
import { optionsField } from '../options';
import { userField } from '../userLocator';
import { namesOf, settled } from '../userTask';
import { planOf, type PlannedStage } from './offboarding/plan';
import {
	offboardingFields,
	readRequestedOffboarding,
	type RequestedOffboarding,
} from './offboarding/requestedOffboarding';
import { summaryOf } from './offboarding/summary';

export const offboard: Operation = {
	name: 'Offboard',
	value: 'offboard',
	action: 'Offboard a user',
	description:
		'Disable a user, unassign their hardware tokens, disable their FIDO authenticators, DS100s and emergency access codes and, if confirmed, delete their registered devices',
	builderHint:
		"For leavers. Run it first with the option 'Dry Run' and an approval step if people should see the plan. Set 'Max Changes' if a webhook or a list feeds it.",
	fields: [
		{ ...userField, description: 'The user to offboard' },
		...offboardingFields,
		optionsField,
	],
	output: { adds: ['email', 'userId', 'outcome', 'done', 'already', 'failed', 'leftOver'] },
	read: (parameters, options) => taskFor(readRequestedOffboarding(parameters, options)),
};

function taskFor(requested: RequestedOffboarding): Task {
	const { reference, mode } = requested;
	const wording = {
		notDone: `The user with ${inWords(reference)} was not offboarded`,
		subject: 'user',
		permission: permissions.changeUsers,
	} as const;
	const named = { ...namedBy(reference), ...(mode === 'dryRun' && factsOf.dryRun) };
	const failureContext = { wording, named, names: namesOf(reference) };
	return {
		lane: { owner: userKey(reference) },
		fail: (failure) => failureResult(failureContext, failure),

		async resolve(context): Promise<Resolution> {
			// Not from the cache: an earlier item of the run may have changed the user.
			const { client, users } = context;
			const details = await userDetails(reference, users, client, lookUpUser);
			const userId = userIdIn(reference, details);
			const resolution = userId && (await planned(requested, userId, details, context));
			if (resolution) return resolution;
			if (details.kind === 'failed') {
				const result = notStartedResult(failureContext, 'userLookUpFailed', details);
				return { kind: 'failed', lookUp: details, result };
			}
			const failure = { cause: 'userNotFound', reason: inWords(reference) } as const;
			return settled(failureResult(failureContext, failure));
		},
	};
}

/** RSA's ID of the user; undefined if it is not known. */
function userIdIn(
	reference: UserReference,
	details: LookUpResult<UserDetails>,
): string | undefined {
	if (reference.by === 'id') return reference.value;
	return details.kind === 'found' ? details.value.user.id : undefined;
}

/** The stages of the offboarding; undefined if RSA knows no user with the ID. */
async function planned(
	requested: RequestedOffboarding,
	userId: string,
	details: LookUpResult<UserDetails>,
	{ client, users }: ItemContext,
): Promise<Resolution | undefined> {
	const list = await listAuthenticators(userId, client);
	if (list.kind === 'absent' && details.kind !== 'found') return undefined;
	const plan = planOf({ userId, details, requested, users }, list);
	const isFailing = plan.known.some(({ to }) => to === 'failed');
	const uncounted = [list, details].find(({ kind }) => kind === 'failed');
	return {
		kind: 'stages',
		stages: plan.stages.map((stage) => stageOf(stage, isFailing)),
		...(uncounted?.kind === 'failed' && { uncounted }),
		summarize: (results) => summaryOf(requested, userId, plan, results),
	};
}

/** @param isFailing whether a part has failed before the first stage */
function stageOf(stage: PlannedStage, isFailing: boolean): Stage {
	if (stage.kind === 'lookAgain') return { steps: stage.steps };
	const { parts, onlyIfAllDone = false } = stage;
	return {
		steps: onlyIfAllDone && isFailing ? [] : parts.map(({ step }) => step),
		onlyIfAllDone,
	};
}
