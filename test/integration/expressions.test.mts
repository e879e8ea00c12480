import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { RsaSecurId } from '../../nodes/RsaSecurId/RsaSecurId.node.ts';
import { runWorkflow } from '../support/engine.mts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding();
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

/** Runs Unassign with this serial number for one item. */
async function run(serialNumber: string, item: IDataObject) {
	return await runWorkflow({
		credential: offboarding.credential,
		operation: 'unassign',
		items: [item],
		parameters: {
			user: { __rl: true, mode: 'id', value: ADA },
			serialNumber: { __rl: true, mode: 'serial', value: serialNumber },
		},
	});
}

describe('a serial number is found by every form of expression that n8n knows', () => {
	test.each<[string, IDataObject]>([
		['={{ $json.serial }}', { serial: ADAS }],
		['={{$json.serial}}', { serial: ADAS }],
		['={{ $json["serial number"] }}', { 'serial number': ADAS }],
		["={{ $json['serial'] }}", { serial: ADAS }],
		[
			'={{ $json.leaver.token["serial number"] }}',
			{ leaver: { token: { 'serial number': ADAS } } },
		],
		['={{ $json.serial.trim() }}', { serial: ` ${ADAS} ` }],
		['={{ $json.first + $json.second }}', { first: ADAS.slice(0, 4), second: ADAS.slice(4) }],
		['={{ $json.serials[0] }}', { serials: [ADAS] }],
		["={{ $('Leavers').item.json.serial }}", { serial: ADAS }],
		['={{ $input.item.json.serial }}', { serial: ADAS }],
		['=000{{ $json.digits }}', { digits: ADAS.slice(3) }],
		[ADAS, {}],
	])('%s', async (serialNumber, item) => {
		const { items } = await run(serialNumber, item);
		expect(items()[0]?.json).toMatchObject({ tokenSerialNumber: ADAS, outcome: 'unassigned' });
	});
});

describe('a serial number that is not there, or no text, is refused as in any other form', () => {
	test.each<[string, IDataObject, RegExp]>([
		['={{ $json.serial }}', {}, /'Serial Number' is empty/],
		['={{ $json.serial }}', { serial: '' }, /'Serial Number' is empty/],
		['={{ $json.serial }}', { serial: null }, /'Serial Number' is empty/],
		['={{ $json.serial }}', { serial: 123456789 }, /123456789 arrived as a number/],
		['={{ $json.leaver.serial }}', {}, /'Serial Number' is empty/],
		['={{ $json.constructor }}', {}, /constructor/],
		['={{ $json.__proto__ }}', {}, /__proto__/],
	])('%s of %j', async (serialNumber, item, message) => {
		const { thrown } = await run(serialNumber, item);
		expect(thrown?.message).toMatch(message);
		expect(offboarding.tenant.journal).toEqual([]);
	});
});

describe('in a call as a tool, where the input is the arguments of the model and n8n reads the item of the agent', () => {
	test.each(['={{ $json.serial }}', '={{ $json["serial"] }}', '={{ $json.serial.trim() }}'])(
		'%s is what n8n says it is',
		async (serialNumber) => {
			const { items } = await runWorkflow({
				credential: offboarding.credential,
				operation: 'unassign',
				items: [{ serial: ADAS }],
				parameters: {
					user: { __rl: true, mode: 'id', value: ADA },
					serialNumber: { __rl: true, mode: 'serial', value: serialNumber },
				},
				// n8n-core 2.41.1, handleToolInvocation: the context's input is not what its expressions read.
				async instead() {
					const input = [{ json: { serial: ADAS_SECOND } }];
					const context: unknown = Object.create(this, { getInputData: { value: () => input } });
					return await new RsaSecurId().execute.call(context as IExecuteFunctions);
				},
			});
			expect(items()[0]?.json).toMatchObject({ tokenSerialNumber: ADAS, outcome: 'unassigned' });
			expect(offboarding.tenant.hardwareToken(ADAS_SECOND).userId).toBe(ADA);
		},
	);
});
