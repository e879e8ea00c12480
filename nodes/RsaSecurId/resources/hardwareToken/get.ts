import { rights } from '../../../../rsa/administration';
import type { TokenTarget } from '../../../../rsa/change';
import { readToken } from '../../../../rsa/delivery/tokenRead';
import type { Undertaking } from '../../../../rsa/failure';
import { failedWith, unreadWith } from '../failing';
import { noChanges, type ItemMeans, type Operation, type Result } from '../operation';
import { readingOptionsField } from '../options';
import { readSerialNumber, serialNumberField } from './serialNumber';

const reading: Undertaking<TokenTarget> = {
	notDone: ({ tokenSerialNumber }) => `Hardware token ${tokenSerialNumber} could not be read`,
	right: rights.readHardwareTokens,
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
			fail: (failure) => failedWith({ undertaking: reading, target, named: target }, failure),
			perform: async (means) => [means.alone(await readState(target, means))],
		};
	},
};

async function readState(target: TokenTarget, means: ItemMeans): Promise<Result> {
	const failed = { undertaking: reading, target, named: { ...target } };
	const read = await readToken(target, means);
	switch (read.kind) {
		case 'found':
			return { kind: 'done', json: { ...read.thing.state } };
		case 'absent':
			return failedWith(failed, { cause: 'hardwareTokenUnknown' });
		case 'unread':
			return unreadWith(failed, read);
	}
}
