import { deleteRecord as change } from '../../../../rsa/hardwareTokens/changes/deleteRecord';
import { failureResult } from '../failureResult';
import type { Operation } from '../operation';
import { optionsFieldWith } from '../options';
import { carryOut, mannerOf } from './carryOut';
import { readSerialNumber, serialNumberField } from './serialNumber';

export const deleteRecord: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete hardware token that nobody has',
	description:
		'Delete the record of a hardware token that nobody has, for good. The API key needs the role Super Administrator.',
	fields: [serialNumberField, optionsFieldWith('dryRun', 'verify')],
	read(parameters, options) {
		const target = { tokenSerialNumber: readSerialNumber(parameters) };
		const manner = mannerOf(options);
		const named = { ...target, ...(manner === 'dryRun' && { dryRun: true }) };
		const key = {
			target: target.tokenSerialNumber,
			change: [change.outcome, manner].join(),
		};
		return {
			changes: async () => await Promise.resolve([key]),
			hardwareToken: target.tokenSerialNumber,
			fail: (failure) => failureResult({ undertaking: change, target, named }, failure),
			perform: async (means) => [
				await means.once(key, async (ofChange) =>
					(await carryOut(change, target, manner, ofChange))(),
				),
			],
		};
	},
};
