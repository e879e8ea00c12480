import { deleteRecord as change } from '../../../../rsa/hardwareTokens/changes/deleteRecord';
import { changeOf, wordingOf } from '../../../../rsa/hardwareTokens/tokenChange';
import { factsOf, modeOf } from '../appliedChange';
import { deletionBuilderHint } from '../confirmDeletion';
import { failureResult } from '../failureResult';
import type { ChangeStep, Operation } from '../operation';
import { optionsField } from '../options';
import { describeChanges } from './describeChanges';
import { readSerialNumber, serialNumberField } from './serialNumber';

export const deleteRecord: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete an unassigned hardware token',
	description:
		'Permanently delete the record of an unassigned hardware token. The API key needs the role Super Administrator.',
	builderHint: deletionBuilderHint,
	fields: [serialNumberField, optionsField],
	output: { response: 'DeleteHardwareTokenResponse', adds: ['outcome', 'deleted', 'confirmedBy'] },
	read(parameters, options) {
		const target = { tokenSerialNumber: readSerialNumber(parameters) };
		const mode = modeOf(options);
		const named = { ...target, ...(mode === 'dryRun' && factsOf.dryRun) };
		const step: ChangeStep = {
			kind: 'change',
			key: { target: target.tokenSerialNumber, change: [change.outcome, mode].join() },
			changes: [changeOf(change, target)],
			mode,
			describe: (applied) => describeChanges({ change, mode }, target, applied),
		};
		return {
			fail: (failure) => failureResult({ wording: wordingOf(change, target), named }, failure),
			resolve: async () => await Promise.resolve({ kind: 'steps', steps: [step] }),
		};
	},
};
