import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Result } from '../resources/result';
import type { ItemResult } from './processStep';
import type { AuditRequest } from './readItem';

/**
 * The audit record of an item, without nested values, for a spreadsheet, a SIEM or a ticket. All columns are always there,
 * null if they do not apply. It contains no secret.
 *
 * @returns the property `audit`; empty if the item does not request it
 */
export function auditOf(
	context: IExecuteFunctions,
	request: AuditRequest | undefined,
	{ result, trace, endedAt }: Pick<ItemResult, 'result' | 'trace' | 'endedAt'>,
): { audit?: IDataObject } {
	if (request === undefined) return {};
	const { id: workflowId = null, name: workflowName = null } = context.getWorkflow();
	return {
		audit: {
			time: endedAt.toISOString(),
			reference: textOrNull(request.reference),
			executionId: context.getExecutionId(),
			workflowId,
			workflowName,
			resource: textOrNull(request.resource),
			operation: textOrNull(request.operation),
			...outcomeColumns(result),
			...requestColumns(result),
			waitedMs: trace === undefined ? null : Math.round(trace.waited),
		},
	};
}

function outcomeColumns(result: Result): IDataObject {
	const facts = result.kind === 'done' ? { ...result.json, ...result.about } : result.error.details;
	const { userId, email, username, tokenSerialNumber, pinOutcome, cause, confirmedBy } = facts;
	const { authenticatorId, deviceSerialNumber } = facts;
	const outcome = facts.outcome ?? (result.kind === 'done' ? 'read' : 'failed');
	const user = { userId, email, username };
	const names = { ...user, tokenSerialNumber, authenticatorId, deviceSerialNumber };
	const texts = Object.entries({ ...names, outcome, pinOutcome, cause, confirmedBy });
	const columns = texts.map(([name, value]) => [name, textOrNull(value)]);
	return { ...Object.fromEntries(columns), dryRun: facts.dryRun === true };
}

/** The same numbers as in the details of a failed item. */
function requestColumns(result: Result): IDataObject {
	const { sent } = result;
	const httpCode = result.kind === 'done' ? sent?.httpCode : result.error.httpCode;
	return {
		httpCode: httpCode ?? null,
		tries: sent?.attempts ?? null,
		pinTries: sent?.pinAttempts ?? null,
	};
}

function textOrNull(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}
