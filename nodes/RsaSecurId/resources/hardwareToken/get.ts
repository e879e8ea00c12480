import { hardwareTokenFields } from '../../../../rsa/hardwareTokens/hardwareTokenFields';
import { permissions } from '../../../../rsa/errors/permissions';
import { lookUpHardwareToken } from '../../../../rsa/hardwareTokens/lookUpHardwareToken';
import type { Operation } from '../operation';
import { readingOptionsField } from '../options';
import { lookUpTask } from '../readTask';
import { outputFieldsFor, readOutput, simplifiedFieldsOf } from '../simplify';
import { readSerialNumber, serialNumberField } from './serialNumber';

export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a hardware token',
	description: 'Get the state and the user of a hardware token by its serial number',
	fields: [serialNumberField, ...outputFieldsFor(hardwareTokenFields), readingOptionsField],
	output: {
		response: 'HardwareTokenDetails',
		only: simplifiedFieldsOf(hardwareTokenFields),
		adds: [],
	},
	read(parameters) {
		const tokenSerialNumber = readSerialNumber(parameters);
		const simplify = readOutput(hardwareTokenFields, parameters);
		return lookUpTask({
			notDone: `Hardware token ${tokenSerialNumber} could not be read`,
			permission: permissions.readHardwareTokens,
			named: { tokenSerialNumber },
			absent: { cause: 'hardwareTokenUnknown' },
			lookUp: async ({ client }) => await lookUpHardwareToken({ tokenSerialNumber }, client),
			shown: ({ state }) => [simplify(state)],
		});
	},
};
