import {
	codeOutcomes,
	codeWording,
	UNCLEAR,
} from '../../../../rsa/emergencyAccessCodes/disableEmergencyAccessCodes';
import {
	codeStateOf,
	emergencyAccessCodeOf,
} from '../../../../rsa/emergencyAccessCodes/emergencyAccessCode';
import { namedBy, type UserReference } from '../../../../rsa/users/user';
import { userDetails, type UserDetails } from '../../../../rsa/users/userDetails';
import { factsOf, modeOf, type Mode } from '../appliedChange';
import { failureResult } from '../failureResult';
import type { Operation, Resolution } from '../operation';
import { codeStep } from './codeStep';
import { optionsField } from '../options';
import { readUserReference, userField } from '../userLocator';
import { settled, taskOfUser } from '../userTask';

export const disable: Operation = {
	name: 'Disable',
	value: 'disable',
	action: 'Disable emergency access codes',
	description:
		'Disable all emergency access codes of a user. An offline code keeps working until it expires; the item says when.',
	fields: [
		{ ...userField, description: 'The user whose emergency access codes to disable' },
		optionsField,
	],
	output: {
		response: 'EmergencyAccessCodes',
		adds: ['userId', 'offlineCodeValidUntil', 'outcome', 'confirmedBy'],
	},
	read(parameters, options) {
		const reference = readUserReference(parameters);
		const mode = modeOf(options);
		return taskOfUser({
			reference,
			mode,
			wording: codeWording(reference),
			lookUp: async ({ client, users }) => await userDetails(reference, users, client),
			resolve: (details) => resolve(reference, mode, details),
		});
	},
};

function resolve(reference: UserReference, mode: Mode, details: UserDetails): Resolution {
	const { user } = details;
	const code = emergencyAccessCodeOf(user);
	const named = { ...namedBy(reference), userId: user.id };
	switch (code.kind) {
		case 'code': {
			const step = codeStep(code.emergencyTokencodeId, reference, mode, details);
			return { kind: 'steps', steps: [step] };
		}
		case 'none': {
			const state = codeStateOf(user, new Date());
			const json = {
				...state,
				...named,
				outcome: codeOutcomes.noopOutcome,
				confirmedBy: 'readBack',
				...(mode !== 'plain' && { before: state, after: state }),
				...factsOf[mode],
			};
			return settled({ kind: 'done', json, about: named });
		}
		case 'unclear': {
			const failureContext = { wording: codeWording(reference), named };
			return settled(failureResult(failureContext, { cause: 'lookUpFailed', reason: UNCLEAR }));
		}
	}
}
