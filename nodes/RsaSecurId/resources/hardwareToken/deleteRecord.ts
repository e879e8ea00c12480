import { deleteRecord as change } from '../../../../rsa/changes/deleteRecord';
import { failedWith } from '../failing';
import type { Operation } from '../operation';
import { optionsFieldWith } from '../options';
import { carryOut, readManner } from './carryOut';
import { readSerialNumber, serialNumberField } from './serialNumber';

export const deleteRecord: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete hardware token that nobody has',
	description:
		'Delete the record of a hardware token that nobody has, for good. The API key needs the role Super Administrator.',
	fields: [serialNumberField, optionsFieldWith('dryRun', 'verify')],
	read(parameters) {
		const target = { tokenSerialNumber: readSerialNumber(parameters) };
		const manner = readManner(parameters);
		const named = { ...target, ...(manner === 'dryRun' && { dryRun: true }) };
		const name = [change.outcome, manner, target.tokenSerialNumber].join();
		return {
			changes: async () => await Promise.resolve([name]),
			hardwareToken: target.tokenSerialNumber,
			fail: (failure) => failedWith({ undertaking: change, target, named }, failure),
			perform: async (means) => [
				await means.once(name, async (ofChange) =>
					(await carryOut(change, target, manner, ofChange))(),
				),
			],
		};
	},
};
