import { describe, expect, test } from '@jest/globals';

import { applyChange } from '../../rsa/delivery/applyChange.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import { deleteUser } from '../../rsa/users/changes/deleteUser.ts';
import { changeOfUser } from '../../rsa/users/userChange.ts';
import { ADA, answered, lost } from '../support/responses.mts';
import { ScriptedRun } from '../support/scripted-run.mts';

const unknown = answered(404, { code: '404 NOT_FOUND', description: 'User not found' });
const ada = answered(200, { id: ADA, emailAddress: 'ada@example.com', userStatus: 'Disabled' });

/** The deletion of a user, with these results of the request; the look-ups show the user as given. */
async function deletion(shown: SendResult, ...results: readonly SendResult[]) {
	const left = [...results];
	const run = new ScriptedRun(({ path }) =>
		path.endsWith('/lookup') ? shown : (left.shift() ?? answered(500)),
	);
	const target = { userId: ADA, reference: { by: 'email', value: 'ada@example.com' } } as const;
	return await run.until(applyChange(changeOfUser(deleteUser, target, run.users), run.item()));
}

describe('a user whom RSA does not know', () => {
	test('is deleted already', async () => {
		expect(await deletion(unknown, unknown)).toEqual({
			kind: 'done',
			outcome: 'userAlreadyDeleted',
			state: { id: ADA },
		});
	});

	test('was deleted by the item, if the answer to an earlier attempt of it was lost', async () => {
		expect(await deletion(ada, lost, unknown)).toMatchObject({ outcome: 'userDeleted' });
	});
});
