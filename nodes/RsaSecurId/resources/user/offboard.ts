import { listAuthenticators } from '../../../../rsa/authenticators/listAuthenticators';
import { permissions } from '../../../../rsa/errors/permissions';
import { inWords, namedBy, userKey } from '../../../../rsa/users/user';
import { userDetails } from '../../../../rsa/users/userDetails';
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
	action: 'Offboard user',
	description:
		'Disable a user and take away what they sign in with: hardware tokens, FIDO authenticators, DS100s, emergency access codes, and registered devices if that is confirmed',
	fields: [
		{ ...userField, description: 'The user who leaves' },
		...offboardingFields,
		optionsField,
	],
	output: { adds: ['userId', 'outcome', 'done', 'already', 'failed', 'leftOver'] },
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
	const failing = { wording, named, names: namesOf(reference) };
	return {
		lane: { owner: userKey(reference) },
		fail: (failure) => failureResult(failing, failure),

		async resolve(context): Promise<Resolution> {
			const user = await context.users.idOf(reference, context.client);
			switch (user.kind) {
				case 'found':
					return (await planned(requested, user.value, context)) ?? unknownUser();
				case 'absent':
					return unknownUser();
				case 'failed': {
					const result = notStartedResult(failing, 'userLookUpFailed', user);
					return { kind: 'failed', lookUp: user, result };
				}
			}
		},
	};

	function unknownUser(): Resolution {
		return settled(failureResult(failing, { cause: 'userNotFound', reason: inWords(reference) }));
	}
}

/** @returns undefined if RSA knows no user with the ID */
async function planned(
	requested: RequestedOffboarding,
	userId: string,
	{ client, users }: ItemContext,
): Promise<Resolution | undefined> {
	const [details, list] = await Promise.all([
		userDetails(requested.reference, users, client),
		listAuthenticators(userId, client),
	]);
	if (list.kind === 'absent' && details.kind === 'absent') return undefined;
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

/** @param isFailing whether something has failed before the first stage */
function stageOf(stage: PlannedStage, isFailing: boolean): Stage {
	if (stage.kind === 'lookAgain') return { steps: [stage.step] };
	const { parts, onlyIfAllDone = false } = stage;
	return {
		steps: onlyIfAllDone && isFailing ? [] : parts.map(({ step }) => step),
		onlyIfAllDone,
	};
}
