import { permissions } from '../../../../rsa/errors/permissions';
import { listHighRiskUsers } from '../../../../rsa/highRiskUsers/listHighRiskUsers';
import { statusCodes } from '../../../../rsa/http/statusCodes';
import { failedLookUpResult, failureResult, type FailureContext } from '../failureResult';
import { limitFields, readLimit } from '../returnAll';
import type { Operation } from '../operation';
import { readingOptionsField } from '../options';
import { readTask } from '../readTask';
import type { Result } from '../result';

const failureContext: FailureContext = {
	wording: {
		notDone: 'The high-risk users could not be listed',
		permission: permissions.listHighRiskUsers,
		subject: 'read',
	},
	named: {},
};

export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many high-risk users',
	description: "Get RSA's list of high-risk users. The API key needs the role Super Administrator.",
	fields: [...limitFields, readingOptionsField],
	output: { response: 'HighRiskUser', adds: [] },
	read(parameters) {
		const limit = readLimit(parameters);
		return readTask(failureContext, async ({ client }) => {
			const list = await listHighRiskUsers(client);
			switch (list.kind) {
				case 'found':
					return list.value
						.slice(0, limit)
						.map((user): Result => ({ kind: 'done', json: { ...user } }));
				case 'absent':
					return [
						failureResult(failureContext, {
							cause: 'unexpectedStatus',
							status: statusCodes.notFound,
						}),
					];
				case 'failed':
					return [failedLookUpResult(failureContext, list)];
			}
		});
	},
};
