import { describe, expect, test } from '@jest/globals';

import { userOfAdministrationEvent, userOfUserEvent } from '../../rsa/eventLogs/namedUser.ts';

const ADA = 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d';
const GRACE = '0c6f4a0e-8f7b-4f3e-9a55-5d1c1f3f5a11';

describe('the user of a user event', () => {
	test.each([
		[{ userId: ADA, eventDescription: 'User disabled' }, { userId: ADA }],
		[{ userId: ' ada@example.com ', eventDescription: '' }, { email: 'ada@example.com' }],
		[
			{ userId: 'ada@example.com', eventDescription: 'User Ada@example.com.' },
			{ email: 'ada@example.com' },
		],
		[{ eventDescription: `User ${ADA} changed` }, { userId: ADA }],
		[{ eventDescription: 'User ID: ada@example.com' }, { email: 'ada@example.com' }],
		[
			{ userId: null, eventDescription: "User 'o'brien@example.com' disabled" },
			{ email: "o'brien@example.com" },
		],
	])('is whom it names: %j', (event, expected) => {
		expect(userOfUserEvent(event)).toEqual(expected);
	});

	test.each([
		// The message names who did it, and RSA's userId is a user name.
		{ userId: 'ada', eventDescription: 'User disabled by admin@example.com' },
		{ userId: 'ada', eventDescription: `User disabled by user ${GRACE}` },
		{ userId: 5, eventDescription: `User ${GRACE}` },
		{ eventDescription: 'User disabled by admin@example.com' },
		{ eventDescription: `Administrator, user ${GRACE}, disabled ada` },
		{ eventDescription: 'Disabled by user grace@example.com' },
		{ eventDescription: `User ${ADA} disabled by grace@example.com` },
		{ eventDescription: `User ${ADA}, user ${GRACE}` },
		{ eventDescription: `User ${ADA}, manager ${GRACE}` },
		{
			userId: 'ada@example.com',
			eventDescription: 'User ada@example.com disabled by grace@example.com',
		},
		// A part of a longer word is another address.
		{ eventDescription: 'User müller@example.com' },
		{ eventDescription: 'User ada@example.cöm' },
		{ eventDescription: 'User name=ada@example.com' },
		{ eventDescription: 'User grace+ada@b@example.com' },
		{ userId: ADA.toUpperCase() + '0', eventDescription: '' },
	])('is unknown if that is not certain: %j', (event) => {
		const { userId, email } = userOfUserEvent(event);
		expect({ userId, email }).toEqual({});
	});

	test('has no address if it may be another person’s', () => {
		expect(
			userOfUserEvent({ userId: ADA, eventDescription: 'Disabled by admin@example.com' }),
		).toEqual({ userId: ADA });
	});
});

describe('the user of an administration event', () => {
	const target = (number: 1 | 2, type: string, id: string, name: string) => ({
		[`targetObject${number}Type`]: type,
		[`targetObject${number}Id`]: id,
		[`targetObject${number}Name`]: name,
	});

	test('is the one target that is a user', () => {
		expect(
			userOfAdministrationEvent({
				...target(1, 'User', ADA, 'ada@example.com'),
				...target(2, 'Group', GRACE, 'grace@example.com'),
			}),
		).toEqual({ userId: ADA, email: 'ada@example.com' });
	});

	test('is unknown if one target has an ID and another one an address', () => {
		expect(
			userOfAdministrationEvent({
				...target(1, 'User', ADA, 'Ada'),
				...target(2, 'User', '5', 'grace@example.com'),
			}),
		).toEqual({});
	});
});
