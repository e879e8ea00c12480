import { permissions } from '../../../../rsa/errors/permissions';
import type { TokenTarget } from '../../../../rsa/hardwareTokens/tokenChange';
import { lookUpHardwareToken } from '../../../../rsa/hardwareTokens/lookUpHardwareToken';
import type { Wording } from '../../../../rsa/errors/failure';
import { failureResult, unreadWith } from '../failureResult';
import { noChanges, type ItemContext, type Operation, type Result } from '../operation';
import { readingOptionsField } from '../options';
import { readSerialNumber, serialNumberField } from './serialNumber';

const reading: Wording<TokenTarget> = {
	notDone: ({ tokenSerialNumber }) => `Hardware token ${tokenSerialNumber} could not be read`,
	permission: permissions.readHardwareTokens,
	subject: 'read',
};

export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get hardware token',
	description: 'Read the state of a hardware token and whose it is, by its serial number',
	fields: [serialNumberField, readingOptionsField],
	read(parameters) {
		const target = { tokenSerialNumber: readSerialNumber(parameters) };
		return {
			changes: noChanges,
			fail: (failure) => failureResult({ undertaking: reading, target, named: target }, failure),
			perform: async (means) => [means.alone(await readState(target, means))],
		};
	},
};

async function readState(target: TokenTarget, means: ItemContext): Promise<Result> {
	const failed = { undertaking: reading, target, named: { ...target } };
	const read = await lookUpHardwareToken(target, means);
	switch (read.kind) {
		case 'found':
			return { kind: 'done', json: { ...read.value.state } };
		case 'absent':
			return failureResult(failed, { cause: 'hardwareTokenUnknown' });
		case 'unread':
			return unreadWith(failed, read);
	}
}
