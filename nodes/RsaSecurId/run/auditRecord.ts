import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { ItemResult, Result } from '../resources/operation';
import type { AuditOrder } from './readItem';

/**
 * What an auditor asks of an item, flat enough for a spreadsheet, a SIEM or a ticket. All columns are always
 * there; one that does not apply is null. No secret comes into it.
 *
 * @returns the record under its name, or nothing where the item does not ask for it
 */
export function auditOf(
	context: IExecuteFunctions,
	order: AuditOrder | undefined,
	{ result, trace, endedAt }: Pick<ItemResult, 'result' | 'trace' | 'endedAt'>,
): { audit?: IDataObject } {
	if (order === undefined) return {};
	const { id: workflowId = null, name: workflowName = null } = context.getWorkflow();
	return {
		audit: {
			time: endedAt.toISOString(),
			reference: textOrNull(order.reference),
			executionId: context.getExecutionId(),
			workflowId,
			workflowName,
			resource: textOrNull(order.resource),
			operation: textOrNull(order.operation),
			...whatCameOfIt(result),
			...whatWasSent(result),
			waitedMs: trace === undefined ? null : Math.round(trace.waited),
		},
	};
}

function whatCameOfIt(result: Result): IDataObject {
	const facts =
		result.kind === 'done' ? { ...result.json, ...result.about } : result.problem.details;
	const { userId, email, username, tokenSerialNumber, outcome, pinOutcome, cause } = facts;
	const { confirmedBy, dryRun } = facts;
	return {
		userId: textOrNull(userId),
		email: textOrNull(email),
		username: textOrNull(username),
		tokenSerialNumber: textOrNull(tokenSerialNumber),
		outcome: textOrNull(outcome ?? (result.kind === 'done' ? 'read' : 'failed')),
		pinOutcome: textOrNull(pinOutcome),
		cause: textOrNull(cause),
		confirmedBy: textOrNull(confirmedBy),
		dryRun: dryRun === true,
	};
}

/** The same numbers as in the details of a failed item. */
function whatWasSent(result: Result): IDataObject {
	const { sent } = result;
	const httpCode = result.kind === 'done' ? sent?.httpCode : result.problem.httpCode;
	return {
		httpCode: httpCode ?? null,
		tries: sent?.tries ?? null,
		pinTries: sent?.pinTries ?? null,
	};
}

function textOrNull(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}
