import { hardwareTokenFields } from '../../../../rsa/hardwareTokens/hardwareTokenFields';
import { permissions } from '../../../../rsa/errors/permissions';
import { lookUpHardwareToken } from '../../../../rsa/hardwareTokens/lookUpHardwareToken';
import type { Client } from '../../../../rsa/throttle/client';
import { failedLookUpResult, failureResult } from '../failureResult';
import type { Operation } from '../operation';
import { readingOptionsField } from '../options';
import { readTask } from '../readTask';
import { outputFieldsFor, readOutput, simplifiedFieldsOf, type Simplify } from '../simplify';
import type { Result } from '../result';
import { readSerialNumber, serialNumberField } from './serialNumber';

export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get hardware token',
	description: 'Read the state of a hardware token and whose it is, by its serial number',
	fields: [serialNumberField, ...outputFieldsFor(hardwareTokenFields), readingOptionsField],
	output: {
		answer: 'HardwareTokenDetails',
		only: simplifiedFieldsOf(hardwareTokenFields),
		adds: [],
	},
	read(parameters) {
		const tokenSerialNumber = readSerialNumber(parameters);
		const simplify = readOutput(hardwareTokenFields, parameters);
		const failing = failingFor(tokenSerialNumber);
		return readTask(failing, async ({ client }) => [
			await stateOf(tokenSerialNumber, client, simplify),
		]);
	},
};

function failingFor(tokenSerialNumber: string) {
	const wording = {
		notDone: `Hardware token ${tokenSerialNumber} could not be read`,
		permission: permissions.readHardwareTokens,
		subject: 'read',
	} as const;
	return { wording, named: { tokenSerialNumber } };
}

async function stateOf(
	tokenSerialNumber: string,
	client: Client,
	simplify: Simplify,
): Promise<Result> {
	const failing = failingFor(tokenSerialNumber);
	const result = await lookUpHardwareToken({ tokenSerialNumber }, client);
	switch (result.kind) {
		case 'found':
			return { kind: 'done', json: { ...simplify(result.value.state) } };
		case 'absent':
			return failureResult(failing, { cause: 'hardwareTokenUnknown' });
		case 'failed':
			return failedLookUpResult(failing, result);
	}
}
