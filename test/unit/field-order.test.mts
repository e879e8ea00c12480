import { expect, test } from '@jest/globals';

import { inFieldOrder } from '../../nodes/RsaSecurId/resources/fieldOrder.ts';

test('the columns of an item begin with what it is about and what became of it, and end with the states', () => {
	const item = {
		audit: {},
		before: {},
		name: 'Spare',
		after: {},
		verified: true,
		dryRun: true,
		pinOutcome: 'pinCleared',
		outcome: 'unassigned',
		userId: 'ada',
		tokenState: 'Unassigned',
		tokenSerialNumber: '000123456789',
	};
	expect(Object.keys(inFieldOrder(item))).toEqual([
		'tokenSerialNumber',
		'userId',
		'outcome',
		'pinOutcome',
		'dryRun',
		'verified',
		'name',
		'tokenState',
		'before',
		'after',
		'audit',
	]);
});

test('no field is lost, and none is added', () => {
	const item = { outcome: 'unassigned', later: 1, userId: null };
	expect(inFieldOrder(item)).toEqual(item);
});
