import { permissions } from '../../../../rsa/errors/permissions';
import { lookUpHardwareToken } from '../../../../rsa/hardwareTokens/lookUpHardwareToken';
import type { Operation } from '../operation';
import { readingOptionsField } from '../options';
import { lookUpTask } from '../readTask';
import { readSerialNumber, serialNumberField } from './serialNumber';

export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get hardware token',
	description: 'Read the state of a hardware token and whose it is, by its serial number',
	fields: [serialNumberField, readingOptionsField],
	output: { answer: 'HardwareTokenDetails', adds: [] },
	read(parameters) {
		const tokenSerialNumber = readSerialNumber(parameters);
		return lookUpTask({
			notDone: `Hardware token ${tokenSerialNumber} could not be read`,
			permission: permissions.readHardwareTokens,
			named: { tokenSerialNumber },
			absent: { cause: 'hardwareTokenUnknown' },
			lookUp: async ({ client }) => await lookUpHardwareToken({ tokenSerialNumber }, client),
			shown: ({ state }) => [state],
		});
	},
};
