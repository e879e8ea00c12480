import { deleteRecord as change } from '../../../../rsa/changes/deleteRecord';
import { deliver } from '../../../../rsa/delivery/deliver';
import { failedWith } from '../failing';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { resultOf } from './changeHardwareToken';
import { readSerialNumber, serialNumberField } from './serialNumber';

export const deleteRecord: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete hardware token',
	description:
		'Delete the record of a hardware token that nobody has, for good. The API key needs the role Super Administrator.',
	fields: [serialNumberField, optionsField],
	read(parameters) {
		const target = { tokenSerialNumber: readSerialNumber(parameters) };
		const name = [change.outcome, target.tokenSerialNumber].join();
		return {
			changes: [name],
			hardwareToken: target.tokenSerialNumber,
			fail: (failure) => failedWith({ undertaking: change, target, named: target }, failure),
			perform: async (means) => [
				await means.once(name, async () =>
					resultOf(change, target, await deliver(change, target, means)),
				),
			],
		};
	},
};
